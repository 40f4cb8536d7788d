package dev.jebi.transfer.tls;

import dev.jebi.reporting.TlsResultType;
import dev.jebi.transfer.tls.HopPolicy.Applied;

import java.util.Optional;

/// What became of TLS in one session, or why there was none.
///
/// @param failure empty when all was well
/// @param host the peer, or empty where none was reached
/// @param address the peer's address, or empty
/// @param source our own address, or empty
public record TlsNote(
        Applied applied, Optional<Failure> failure, String host, String address, String source) {
    /// What went wrong.
    public record Failure(TlsResultType type, String why) {}

    /// Hears of each session. Must neither block nor throw.
    public interface Sink {
        /// Nobody listens.
        Sink NONE = _ -> {};

        /// One session.
        void note(TlsNote note);
    }
}
