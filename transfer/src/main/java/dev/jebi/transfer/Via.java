package dev.jebi.transfer;

import java.util.List;
import java.util.Optional;

/// By which way an attempt went.
///
/// @param peer the host that it came to, where it came to one
/// @param tls the version of TLS, or that there was none, and why
/// @param before hosts that were tried in vain before, with the reasons
record Via(Optional<String> peer, String tls, List<String> before) {
    /// No host was reached, or nobody noted which.
    static final Via NONE = new Via(Optional.empty(), "none", List.of());

    /// Hosts that are noted, at most.
    static final int MOST = 8;

    Via {
        before = List.copyOf(before);
    }
}
