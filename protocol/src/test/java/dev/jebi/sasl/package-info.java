/// Tests of the SASL mechanisms.
@NullMarked
package dev.jebi.sasl;

import org.jspecify.annotations.NullMarked;
