package dev.jebi.smtp;

import java.io.IOException;

/// The peer said something that is not SMTP, or said it where it makes no sense; the session cannot
/// go on.
final class NotSmtp extends IOException {
    NotSmtp(String message) {
        super(message);
    }

    NotSmtp(String message, Throwable cause) {
        super(message, cause);
    }
}
