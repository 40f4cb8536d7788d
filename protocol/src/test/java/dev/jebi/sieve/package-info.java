@NullMarked
package dev.jebi.sieve;

import org.jspecify.annotations.NullMarked;
