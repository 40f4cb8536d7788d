/// Copies of immutable octets on this node's disk, so that what is read twice crosses the network
/// once. Nothing here is needed: the directory may be removed at any time.
@NullMarked
package dev.jebi.mailstore.content;

import org.jspecify.annotations.NullMarked;
