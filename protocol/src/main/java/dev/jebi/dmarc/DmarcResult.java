package dev.jebi.dmarc;

import java.util.Locale;

/// How an evaluation ends (RFC 8601 §2.7.7, RFC 9989 §9).
public enum DmarcResult {
    /// No policy applies.
    NONE,
    /// The domain stands behind the message.
    PASS,
    /// It does not.
    FAIL,
    /// Something could not be asked just now.
    TEMPERROR,
    /// The author cannot be told, or the policy cannot be read.
    PERMERROR;

    /// The word for header fields.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
