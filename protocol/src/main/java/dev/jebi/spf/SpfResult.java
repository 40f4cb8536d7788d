package dev.jebi.spf;

import java.util.Locale;

/// How an evaluation ends (RFC 7208 §2.6).
public enum SpfResult {
    /// The domain says nothing, or there is no domain.
    NONE,
    /// The domain says that it says nothing.
    NEUTRAL,
    /// The client may send for the domain.
    PASS,
    /// It may not.
    FAIL,
    /// It probably may not.
    SOFTFAIL,
    /// The DNS failed for now.
    TEMPERROR,
    /// What the domain has published cannot be read or costs too much.
    PERMERROR;

    /// The word for header fields (RFC 8601 §2.7.2).
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
