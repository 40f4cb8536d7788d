/// Tests of transfer.
@NullMarked
package dev.jebi.transfer;

import org.jspecify.annotations.NullMarked;
