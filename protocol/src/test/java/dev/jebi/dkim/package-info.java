/// DKIM.
@NullMarked
package dev.jebi.dkim;

import org.jspecify.annotations.NullMarked;
