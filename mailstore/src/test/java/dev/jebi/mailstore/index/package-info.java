/// Tests of the index.
@NullMarked
package dev.jebi.mailstore.index;

import org.jspecify.annotations.NullMarked;
