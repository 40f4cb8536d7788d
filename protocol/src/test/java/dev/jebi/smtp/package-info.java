@NullMarked
package dev.jebi.smtp;

import org.jspecify.annotations.NullMarked;
