@NullMarked
package dev.jebi.mtasts;

import org.jspecify.annotations.NullMarked;
