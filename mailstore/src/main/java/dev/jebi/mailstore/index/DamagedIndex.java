package dev.jebi.mailstore.index;

import java.io.IOException;

/// The index cannot be used and has to be made again.
public final class DamagedIndex extends IOException {
    private static final long serialVersionUID = 1;

    DamagedIndex(String message) {
        super(message);
    }

    DamagedIndex(String message, Throwable cause) {
        super(message, cause);
    }
}
