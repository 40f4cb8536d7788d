/// Tests of the order of messages.
@NullMarked
package dev.jebi.imapserver.order;

import org.jspecify.annotations.NullMarked;
