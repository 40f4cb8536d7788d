package dev.jebi.wire;

import java.io.IOException;

/// A line had a CR without LF or a LF without CR (RFC 5321 §2.3.8); it was read to its end and
/// dropped.
public final class BareLineEnd extends IOException {
    BareLineEnd(String message) {
        super(message);
    }
}
