package dev.jebi.dkim;

/// How a signature ends, in the words of RFC 8601 §2.7.1.
public enum DkimStatus {
    /// It is good.
    PASS("pass"),
    /// It or the body's hash did not verify.
    FAIL("fail"),
    /// It verified and is not enough all the same: the key is too small, or `l` leaves octets out.
    POLICY("policy"),
    /// Something of it cannot be had just now.
    TEMPERROR("temperror"),
    /// It can never be verified.
    PERMERROR("permerror");

    private final String word;

    DkimStatus(String word) {
        this.word = word;
    }

    /// Its word in an Authentication-Results field.
    public String word() {
        return word;
    }
}
