package dev.jebi.sieve;

import java.io.IOException;
import java.util.Optional;

/// The scripts that a script may include (RFC 6609).
public interface SieveScripts {
    /// None.
    SieveScripts NONE = (_, _) -> Optional.empty();

    /// Where to look (RFC 6609 §3.1).
    enum Location {
        PERSONAL,
        GLOBAL
    }

    /// The text of a script; empty when there is none of this name.
    Optional<String> text(Location location, String name) throws IOException;
}
