package dev.jebi.https;

import java.io.IOException;

/// No answer came, or none that can be taken.
public final class HttpsFault extends IOException {
    private static final long serialVersionUID = 1;

    /// What went wrong.
    public enum Kind {
        /// The host has no address.
        NO_HOST,
        /// Nobody listens, or the connection broke.
        NO_CONNECTION,
        /// TLS failed, mostly for a certificate that does not prove the host.
        TLS,
        /// It took too long.
        TIME,
        /// More octets than are taken.
        SIZE,
        /// What came is no HTTP.
        NOT_HTTP
    }

    private final Kind kind;

    HttpsFault(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    HttpsFault(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /// What went wrong.
    public Kind kind() {
        return kind;
    }
}
