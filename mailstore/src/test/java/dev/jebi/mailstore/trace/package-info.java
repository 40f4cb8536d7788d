@NullMarked
package dev.jebi.mailstore.trace;

import org.jspecify.annotations.NullMarked;
