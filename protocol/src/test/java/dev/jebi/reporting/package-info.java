@NullMarked
package dev.jebi.reporting;

import org.jspecify.annotations.NullMarked;
