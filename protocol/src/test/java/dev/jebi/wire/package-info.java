/// The wire against real sockets.
@NullMarked
package dev.jebi.wire;

import org.jspecify.annotations.NullMarked;
