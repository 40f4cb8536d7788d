/// Tests of addresses and domains.
@NullMarked
package dev.jebi.address;

import org.jspecify.annotations.NullMarked;
