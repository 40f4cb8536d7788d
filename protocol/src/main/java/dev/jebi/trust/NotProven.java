package dev.jebi.trust;

import java.security.cert.CertificateException;

/// A certificate does not prove what it should.
public final class NotProven extends CertificateException {
    private static final long serialVersionUID = 1;

    /// What is wrong with it.
    public enum Reason {
        /// It is another host's.
        NAME,
        /// Its time is over, or has not come.
        EXPIRED,
        /// Nobody who is trusted vouches for it.
        UNTRUSTED,
        /// It is none of those that the TLSA records name.
        TLSA
    }

    private final Reason reason;

    NotProven(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    NotProven(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /// What is wrong.
    public Reason reason() {
        return reason;
    }
}
