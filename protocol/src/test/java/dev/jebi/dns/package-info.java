@NullMarked
package dev.jebi.dns;

import org.jspecify.annotations.NullMarked;
