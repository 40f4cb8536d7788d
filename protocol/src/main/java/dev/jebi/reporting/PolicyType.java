package dev.jebi.reporting;

/// The kinds of policies that a TLS report tells of (RFC 8460 §4.2).
public enum PolicyType {
    /// DANE.
    TLSA("tlsa"),
    /// MTA-STS.
    STS("sts"),
    /// None.
    NO_POLICY("no-policy-found");

    private final String text;

    PolicyType(String text) {
        this.text = text;
    }

    /// As reports have it.
    public String text() {
        return text;
    }
}
