package dev.jebi.transfer.verification;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What is done with a message that something speaks against, the mildest first.
public enum Action {
    /// It is taken as any other.
    ACCEPT,
    /// It is put among the junk.
    JUNK,
    /// It is refused.
    REJECT;

    /// The word in the configuration.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The action of that word.
    public static Optional<Action> of(String word) {
        return Arrays.stream(values()).filter(a -> a.word().equals(word)).findFirst();
    }
}
