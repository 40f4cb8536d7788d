/// Tests of what clients are granted.
@NullMarked
package dev.jebi.guard;

import org.jspecify.annotations.NullMarked;
