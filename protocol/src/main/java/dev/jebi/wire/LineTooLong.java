package dev.jebi.wire;

import java.io.IOException;

/// A line was longer than its limit; it was read to its end and dropped.
public final class LineTooLong extends IOException {
    LineTooLong(String message) {
        super(message);
    }
}
