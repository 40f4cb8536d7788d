package dev.jebi.sieve;

import java.util.Map;
import java.util.Optional;

/// The envelope of the message, as text to be matched (RFC 5228 §5.4).
///
/// @param from the reverse-path without brackets; empty for the null one
/// @param to the recipient whose script runs, as the client gave it
/// @param auth who the sender says has submitted it (MAIL's AUTH, RFC 4954)
/// @param parameters the DSN ones by Sieve's names, e.g. `notify`, `orcpt`, `ret`, `envid` (RFC
///   6009 §4)
public record SieveEnvelope(
        String from, String to, Optional<String> auth, Map<String, String> parameters) {
    /// An envelope without extensions.
    public SieveEnvelope(String from, String to) {
        this(from, to, Optional.empty(), Map.of());
    }
}
