package dev.jebi.mailstore;

import java.text.Normalizer;
import java.util.Locale;

/// The name of a mailbox: Unicode, levels separated by `/`. INBOX is INBOX in any case (RFC 9051
/// §5.1); other names keep their case and are compared NFC-normalised, case and all.
public record MailboxName(String value) {
    /// The mailbox that every account has.
    public static final MailboxName INBOX = new MailboxName("INBOX");

    /// Between the levels of a name.
    public static final char SEPARATOR = '/';

    /// The longest name, in chars.
    public static final int MAX_LENGTH = 1_000;

    /// Normalises, and checks what can never be a name.
    ///
    /// @throws IllegalArgumentException when it can be no name; the message says why
    public MailboxName {
        value = Normalizer.normalize(value, Normalizer.Form.NFC);
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a mailbox name has 1 to " + MAX_LENGTH + " chars");
        }
        if (value.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)) {
            throw new IllegalArgumentException("a mailbox name has no control characters");
        }
        if (value.startsWith("/") || value.endsWith("/") || value.contains("//")) {
            throw new IllegalArgumentException("a mailbox name has no empty level");
        }
        if (value.length() >= 5 && value.substring(0, 5).toUpperCase(Locale.ROOT).equals("INBOX")) {
            if (value.length() == 5 || value.charAt(5) == SEPARATOR) {
                value = "INBOX" + value.substring(5);
            }
        }
    }

    /// Whether this is INBOX.
    public boolean isInbox() {
        return value.equals("INBOX");
    }

    @Override
    public String toString() {
        return value;
    }
}
