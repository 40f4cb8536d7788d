/// Tests of what is done against abuse.
@NullMarked
package dev.jebi.transfer.abuse;

import org.jspecify.annotations.NullMarked;
