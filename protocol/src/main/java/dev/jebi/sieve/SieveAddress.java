package dev.jebi.sieve;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;

import java.util.Optional;

/// An address as a script has it: `local@domain` or `Name <local@domain>` (RFC 5228 §2.4.2.3).
final class SieveAddress {
    private static final String DOT_ATOM = "!#$%&'*+-/=?^_`{|}~.";

    private SieveAddress() {}

    /// Reads exactly one address; empty when there is none or more than one.
    static Optional<Address> parse(String text) {
        String whole = text.strip();
        if (!whole.endsWith(">")) {
            return bare(whole);
        }
        int open = whole.lastIndexOf('<');
        if (open < 0 || !phrase(whole.substring(0, open))) {
            return Optional.empty();
        }
        return bare(whole.substring(open + 1, whole.length() - 1).strip());
    }

    /// Whether this can stand before an address in brackets.
    private static boolean phrase(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && "<>@,;:[]".indexOf(c) >= 0) {
                return false;
            }
        }
        return !quoted;
    }

    private static Optional<Address> bare(String text) {
        int at = text.lastIndexOf('@');
        if (at <= 0) {
            return Optional.empty();
        }
        String local = text.substring(0, at).strip();
        String domain = text.substring(at + 1).strip();
        try {
            // RFC 5321 §4.1.2 wants quotes around odd dots; people have such addresses without
            boolean oddDots = local.chars().allMatch(SieveAddress::atomOrDot);
            return Optional.of(
                    oddDots
                            ? new Address(local, Domain.parse(domain))
                            : Address.parse(local + "@" + domain));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    static boolean atomOrDot(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || DOT_ATOM.indexOf(c) >= 0;
    }
}
