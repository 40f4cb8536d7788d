package dev.jebi.transfer.addresses;

import java.util.Arrays;
import java.util.Optional;

/// Who may write to a group or list.
public enum Posting {
    /// Everybody.
    ANYBODY("anybody"),
    /// Who has an address here.
    LOCAL("local"),
    /// Its members.
    MEMBERS("members"),
    /// Its owners.
    OWNERS("owners");

    private final String word;

    Posting(String word) {
        this.word = word;
    }

    /// The word for it on the command line.
    public String word() {
        return word;
    }

    /// The one of that word.
    public static Optional<Posting> of(String word) {
        return Arrays.stream(values()).filter(p -> p.word.equals(word)).findFirst();
    }
}
