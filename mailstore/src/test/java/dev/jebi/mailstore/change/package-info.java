/// Tests of changes and their octets.
@NullMarked
package dev.jebi.mailstore.change;

import org.jspecify.annotations.NullMarked;
