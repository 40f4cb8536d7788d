package dev.jebi.wire;

import java.io.IOException;

/// The server stops, and the session is between two lines: say good-bye and end.
public final class ShuttingDown extends IOException {
    ShuttingDown(String message) {
        super(message);
    }
}
