package dev.jebi.mailstore.journal;

import java.io.IOException;

/// The disk is full: this entry was not numbered and not written; the journal goes on, and takes
/// entries again as soon as there is room.
public final class NoRoom extends IOException {
    private static final long serialVersionUID = 1;

    NoRoom(String message) {
        super(message);
    }

    NoRoom(String message, Throwable cause) {
        super(message, cause);
    }
}
