package dev.jebi.mailstore.backup;

import java.io.IOException;

/// Hears how far a backup, a check or a restoration has come.
@FunctionalInterface
public interface Progress {
    /// So much of so much is done.
    ///
    /// @param what octets or messages
    /// @throws IOException to end it
    void reached(String what, long done, long all) throws IOException;
}
