@NullMarked
package dev.jebi.transfer.reports;

import org.jspecify.annotations.NullMarked;
