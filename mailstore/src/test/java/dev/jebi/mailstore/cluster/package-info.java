/// Tests of the log that nodes share and of what it keeps its octets in.
@NullMarked
package dev.jebi.mailstore.cluster;

import org.jspecify.annotations.NullMarked;
