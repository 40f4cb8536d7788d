package dev.jebi.useragent.discovery;

import dev.jebi.useragent.account.Endpoint;

import java.util.Optional;

/// Servers, as far as they answer.
interface Ports {
    /// What a server says first, empty when it waits for us (as with TLS at once); nothing when
    /// nobody is there.
    ///
    /// @param patient whether to wait for its words
    Optional<String> knock(Endpoint server, boolean patient);

    /// Whether a host is this machine.
    boolean here(String host);
}
