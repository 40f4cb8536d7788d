package dev.jebi.dkim;

/// A signature or a key record that does not keep to its grammar; the message says how, in words
/// that may stand in an Authentication-Results field.
public final class MalformedTags extends Exception {
    private static final long serialVersionUID = 1L;

    /// A list that is malformed in this way.
    public MalformedTags(String how) {
        super(how, null, false, false);
    }

    /// How it is malformed.
    public String how() {
        return String.valueOf(getMessage());
    }
}
