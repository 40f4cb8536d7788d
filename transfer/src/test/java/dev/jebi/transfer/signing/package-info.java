/// Keys and their life.
@NullMarked
package dev.jebi.transfer.signing;

import org.jspecify.annotations.NullMarked;
