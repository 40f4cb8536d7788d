/// Acts: reception, submission, local delivery, the queue runner, relay and bounces.
@NullMarked
package dev.jebi.transfer;

import org.jspecify.annotations.NullMarked;
