package dev.jebi.imapserver.response;

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
