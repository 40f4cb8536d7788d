package dev.jebi.sasl;

import java.util.Optional;

/// Who knows whether a bearer token (RFC 6750) is good. Safe for use by several threads.
@FunctionalInterface
public interface TokenVerifier {
    /// The login that a token was given to; empty when it is not good, or when that cannot be found
    /// out now.
    Optional<String> login(String token);
}
