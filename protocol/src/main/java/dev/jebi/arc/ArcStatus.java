package dev.jebi.arc;

/// The state of a chain (RFC 8617 §4.4).
public enum ArcStatus {
    /// There is no chain.
    NONE("none"),
    /// Each seal is good, and the newest signature over the message.
    PASS("pass"),
    /// It is broken, and stays so.
    FAIL("fail");

    private final String word;

    ArcStatus(String word) {
        this.word = word;
    }

    /// Its word in `cv` and in an Authentication-Results field.
    public String word() {
        return word;
    }
}
