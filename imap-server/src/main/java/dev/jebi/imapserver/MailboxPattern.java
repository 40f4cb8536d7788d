package dev.jebi.imapserver;

import dev.jebi.mailstore.MailboxName;

import java.text.Normalizer;
import java.util.Locale;

/// A pattern of LIST (RFC 9051 §6.3.9): `*` is anything, `%` anything within a level. INBOX is
/// matched in any case. The time to match grows with the product of both lengths, whatever the
/// pattern.
final class MailboxPattern {
    private final String pattern;
    private final String upperCase;

    MailboxPattern(String pattern) {
        this.pattern = Normalizer.normalize(pattern, Normalizer.Form.NFC);
        this.upperCase = this.pattern.toUpperCase(Locale.ROOT);
    }

    boolean matches(String name) {
        return matches(pattern, name)
                || (name.equals(MailboxName.INBOX.value()) && matches(upperCase, name))
                || (name.startsWith("INBOX/") && matches(inboxUpper(), name));
    }

    /// The pattern with its first level in upper case, when that is a form of INBOX.
    private String inboxUpper() {
        return pattern.length() > 5 && upperCase.startsWith("INBOX/")
                ? "INBOX" + pattern.substring(5)
                : pattern;
    }

    /// Steps through the pattern; `reached[i]` says that the first i chars of the name are matched.
    private static boolean matches(String pattern, String name) {
        var reached = new boolean[name.length() + 1];
        reached[0] = true;
        for (int p = 0; p < pattern.length(); p++) {
            char c = pattern.charAt(p);
            boolean wild = c == '*' || c == '%';
            var next = new boolean[name.length() + 1];
            for (int i = 0; i <= name.length(); i++) {
                if (wild) {
                    boolean goesOn =
                            i > 0
                                    && next[i - 1]
                                    && (c == '*' || name.charAt(i - 1) != MailboxName.SEPARATOR);
                    next[i] = reached[i] || goesOn;
                } else {
                    next[i] = i > 0 && reached[i - 1] && name.charAt(i - 1) == c;
                }
            }
            reached = next;
        }
        return reached[name.length()];
    }
}
