package dev.jebi.imapserver;

import dev.jebi.wire.IdleTimeout;
import dev.jebi.wire.ShuttingDown;

import java.io.IOException;
import java.util.Optional;

/// The end of a session, wherever in a command it comes: the wire is gone or out of step, or the
/// server must say good-bye.
final class WireGone extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Optional<String> farewell;

    WireGone(IOException cause) {
        super(cause);
        this.farewell =
                switch (cause) {
                    case IdleTimeout _ -> Optional.of("autologout: silent for too long");
                    case ShuttingDown _ -> Optional.of("the server stops; come again");
                    default -> Optional.empty();
                };
    }

    /// An end that the server decides.
    WireGone(String farewell) {
        super(farewell);
        this.farewell = Optional.of(farewell);
    }

    /// What BYE says, where it can still be said.
    Optional<String> farewell() {
        return farewell;
    }
}
