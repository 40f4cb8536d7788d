/// Octets of messages: immutable, read by position, never held whole in heap when they are large.
@NullMarked
package dev.jebi.content;

import org.jspecify.annotations.NullMarked;
