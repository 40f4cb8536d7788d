package dev.jebi.sieve;

import java.util.Optional;

/// What can be the name of a mailbox.
final class MailboxNames {
    private static final int LONGEST = 1_000;

    private MailboxNames() {}

    /// What is wrong with a name; empty when nothing is.
    static Optional<String> wrong(String name) {
        if (name.isEmpty()) {
            return Optional.of("invalid folder name: it is empty");
        }
        if (name.length() > LONGEST) {
            return Optional.of("invalid folder name: it has more than " + LONGEST + " characters");
        }
        boolean odd =
                name.codePoints()
                        .anyMatch(c ->
                                c == 0xFFFD
                                        || Character.isISOControl(c)
                                        || (c >= 0xD800 && c <= 0xDFFF));
        return odd
                ? Optional.of("invalid folder name: it has a control character or what is no UTF-8")
                : Optional.empty();
    }
}
