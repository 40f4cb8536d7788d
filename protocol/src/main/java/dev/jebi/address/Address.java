package dev.jebi.address;

import java.nio.charset.StandardCharsets;

/// An address: local-part and domain (RFC 5321 §4.1.2 calls it Mailbox; RFC 6531 for non-ASCII).
/// The local part stands here without quotes and in the case that it was given in.
public record Address(String localPart, Domain domain) {
    /// RFC 5321 §4.5.3.1.1.
    private static final int MAX_LOCAL_PART = 64;

    /// RFC 5321 §4.5.3.1.3 has 256 for a path, which has two angle brackets more.
    private static final int MAX_LENGTH = 254;

    private static final String ATOM_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

    /// Reads `local-part@domain`; the local part may be a quoted string.
    ///
    /// @throws IllegalArgumentException when it is none; the message says why
    public static Address parse(String text) {
        boolean quoted = text.startsWith("\"");
        int at = quoted ? quotedLength(text) : text.indexOf('@');
        if (at < 0 || at >= text.length() || text.charAt(at) != '@') {
            throw new IllegalArgumentException("an address is local-part@domain");
        }
        String local = quoted ? quotedString(text) : text.substring(0, at);
        if (!quoted && !dotString(local)) {
            throw new IllegalArgumentException("the local part needs quotes");
        }
        if (octets(local) > MAX_LOCAL_PART) {
            throw new IllegalArgumentException("a local part has at most 64 octets");
        }
        var address = new Address(local, Domain.parse(text.substring(at + 1)));
        if (octets(address.toString()) > MAX_LENGTH) {
            throw new IllegalArgumentException("an address has at most 254 octets");
        }
        return address;
    }

    /// Whether this needs SMTPUTF8 (RFC 6531).
    public boolean international() {
        return !localPart.chars().allMatch(c -> c < 128);
    }

    /// The address as the wire has it, the local part quoted where it must be.
    @Override
    public String toString() {
        return (dotString(localPart) ? localPart : quoted(localPart)) + "@" + domain;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// Dot-string, RFC 5321 §4.1.2, with UTF-8 as in RFC 6531 §3.3.
    private static boolean dotString(String text) {
        if (text.isEmpty() || text.startsWith(".") || text.endsWith(".") || text.contains("..")) {
            return false;
        }
        return text.codePoints().allMatch(c -> c == '.' || atomText(c));
    }

    private static boolean atomText(int c) {
        if (c >= 128) {
            return international(c);
        }
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || ATOM_SPECIALS.indexOf(c) >= 0;
    }

    /// What UTF-8 can carry and a line can show: no half surrogate, no control character, no line
    /// or paragraph separator.
    private static boolean international(int c) {
        return switch (Character.getType(c)) {
            case Character.SURROGATE,
                    Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    /// How long the quoted string at the start of the text is, quotes counted.
    private static int quotedLength(String text) {
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("a quoted local part ends with a quote");
    }

    /// Quoted-string, RFC 5321 §4.1.2.
    private static String quotedString(String text) {
        var local = new StringBuilder();
        int end = quotedLength(text) - 1;
        for (int i = 1; i < end; i++) {
            boolean pair = text.charAt(i) == '\\';
            if (pair) {
                i++;
            }
            int c = text.codePointAt(i);
            if (c < ' ' || c == 127 || (c >= 128 && (pair || !international(c)))) {
                throw new IllegalArgumentException("a local part has no control characters");
            }
            local.appendCodePoint(c);
            i += Character.charCount(c) - 1;
        }
        return local.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
