package dev.jebi.wire;

import java.io.IOException;

/// The server stops, and the session has no whole line to go on with: say good-bye and end.
public final class ShuttingDown extends IOException {
    ShuttingDown(String message) {
        super(message);
    }
}
