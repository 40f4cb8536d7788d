/// Jebi beside Postfix and Dovecot, under the same load in the same run.
@NullMarked
package dev.jebi.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
