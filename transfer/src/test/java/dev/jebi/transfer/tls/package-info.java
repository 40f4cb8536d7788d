@NullMarked
package dev.jebi.transfer.tls;

import org.jspecify.annotations.NullMarked;
