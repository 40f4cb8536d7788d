package dev.jebi.transfer;

import java.util.Locale;

/// What became of a recipient, in the words of RFC 3464 §2.3.3.
enum Action {
    /// Never.
    FAILED,
    /// Not yet.
    DELAYED,
    /// It is in the mailbox.
    DELIVERED,
    /// It went on to a mail system that reports nothing.
    RELAYED,
    /// It went on to several others.
    EXPANDED;

    /// Whether it is what RFC 3461 §4.1 calls success.
    boolean success() {
        return this != FAILED && this != DELAYED;
    }

    /// As the field has it.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
