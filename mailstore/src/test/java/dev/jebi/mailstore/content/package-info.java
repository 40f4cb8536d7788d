/// Tests of the copies on the node's disk.
@NullMarked
package dev.jebi.mailstore.content;

import org.jspecify.annotations.NullMarked;
