package dev.jebi.wire;

import java.io.IOException;

/// The peer said nothing for the idle time.
public final class IdleTimeout extends IOException {
    IdleTimeout(String message) {
        super(message);
    }
}
