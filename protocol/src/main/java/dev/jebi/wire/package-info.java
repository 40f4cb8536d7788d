/// The wire: Netty moves the octets, a session reads and writes them with plain blocking calls on
/// its own virtual thread. Nothing outside this package knows Netty.
@NullMarked
package dev.jebi.wire;

import org.jspecify.annotations.NullMarked;
