package dev.jebi.daemon;

import java.io.IOException;

/// Hears how far a long administrative command has come.
@FunctionalInterface
interface Progress {
    /// Tells a line of it, at most a few a second.
    ///
    /// @throws IOException when nobody listens any more: the command ends, as far as it has come
    void tell(String line) throws IOException;
}
