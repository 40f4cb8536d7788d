package dev.jebi.imapserver.response;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Writes strings in the strict grammar of RFC 3501 §9: quoted where every octet may be in a quoted
/// string, else as a literal.
final class Strings {
    /// Longer ones are literals; some clients have small buffers for quoted strings.
    private static final int MAX_QUOTED = 1_000;

    private Strings() {}

    /// `nstring`: `NIL` when there is none.
    static void nstring(Octets out, Optional<String> text) {
        if (text.isPresent()) {
            string(out, text.get());
        } else {
            out.put("NIL");
        }
    }

    /// `string`, of octets one char each; NUL cannot be in one and is left out.
    static void string(Octets out, String text) {
        String clean = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
        if (quotable(clean)) {
            quoted(out, clean);
        } else {
            out.put('{').put(clean.length()).put("}\r\n").put(clean);
        }
    }

    /// `mailbox`: bare where it is plain to every reader, as RFC 3501's own examples have it.
    static void mailbox(Octets out, String name) {
        boolean bare = !name.isEmpty() && !name.equalsIgnoreCase("NIL");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            bare &= c < 0x7F && (Character.isLetterOrDigit(c) || "./_-&+,".indexOf(c) >= 0);
        }
        if (bare) {
            out.put(name);
        } else {
            string(out, name);
        }
    }

    /// `mailbox` as UTF-8, of Unicode text (RFC 9051 §5.1).
    static void utf8Mailbox(Octets out, String name) {
        if (name.chars().allMatch(c -> c < 0x7F)) {
            mailbox(out, name);
            return;
        }
        // UTF8-2 to UTF8-4 may stand in a quoted string (RFC 9051 §9), one char for each octet here
        quoted(out, new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    /// `string` in UTF-8, of Unicode text: a literal where it is not US-ASCII, which every client
    /// can read.
    static void utf8(Octets out, String text) {
        string(out, new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    private static boolean quotable(String text) {
        if (text.length() > MAX_QUOTED) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c > 0x7E) {
                return false;
            }
        }
        return true;
    }

    private static void quoted(Octets out, String text) {
        out.put('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.put('\\');
            }
            out.put(c);
        }
        out.put('"');
    }
}
