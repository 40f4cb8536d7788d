package dev.jebi.guard;

/// What clients that nobody knows are granted so often only.
public enum Costly {
    /// A connection.
    CONNECTION("connections"),
    /// A mail transaction.
    MESSAGE("messages"),
    /// A recipient that is not there: whoever asks for many looks for those that are.
    UNKNOWN_RECIPIENT("recipients that are not here");

    private final String words;

    Costly(String words) {
        this.words = words;
    }

    /// For sentences, in the plural.
    String words() {
        return words;
    }
}
