package dev.jebi.imapserver.command;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Modified UTF-7, in which mailbox names are written (RFC 3501 §5.1.3).
public final class ModifiedUtf7 {
    private ModifiedUtf7() {}

    /// The name as the wire has it.
    public static String encode(String name) {
        var wire = new StringBuilder(name.length() + 8);
        int at = 0;
        while (at < name.length()) {
            char c = name.charAt(at);
            if (c == '&') {
                wire.append("&-");
                at++;
            } else if (printable(c)) {
                wire.append(c);
                at++;
            } else {
                int from = at;
                while (at < name.length() && !printable(name.charAt(at))) {
                    at++;
                }
                byte[] utf16 = name.substring(from, at).getBytes(StandardCharsets.UTF_16BE);
                String base64 = Base64.getEncoder().withoutPadding().encodeToString(utf16);
                wire.append('&').append(base64.replace('/', ',')).append('-');
            }
        }
        return wire.toString();
    }

    /// Reads a name from the wire; takes only what [#encode] would have written.
    ///
    /// @throws IllegalArgumentException when it is none
    public static String decode(String wire) {
        var name = new StringBuilder(wire.length());
        int at = 0;
        boolean shifted = false;
        while (at < wire.length()) {
            char c = wire.charAt(at);
            if (!printable(c)) {
                throw new IllegalArgumentException("a mailbox name is printable US-ASCII");
            }
            if (c != '&') {
                name.append(c);
                at++;
                shifted = false;
                continue;
            }
            int end = wire.indexOf('-', at);
            if (end < 0) {
                throw new IllegalArgumentException("modified UTF-7 without its end");
            }
            if (end == at + 1) {
                name.append('&');
                shifted = false;
            } else if (shifted) { // RFC 3501 §5.1.3: no superfluous shift
                throw new IllegalArgumentException("modified UTF-7 with a superfluous shift");
            } else {
                name.append(base64(wire.substring(at + 1, end)));
                shifted = true;
            }
            at = end + 1;
        }
        return name.toString();
    }

    private static CharBuffer base64(String text) {
        if (text.indexOf('/') >= 0 || text.indexOf('=') >= 0) {
            throw new IllegalArgumentException("not modified base64");
        }
        byte[] octets = Base64.getDecoder().decode(text.replace(',', '/'));
        String canonical = Base64.getEncoder().withoutPadding().encodeToString(octets);
        if (octets.length == 0 || !canonical.replace('/', ',').equals(text)) {
            throw new IllegalArgumentException("not modified base64");
        }
        try {
            var decoder = StandardCharsets.UTF_16BE.newDecoder();
            var chars = decoder.decode(ByteBuffer.wrap(octets));
            if (chars.chars().anyMatch(c -> printable((char) c))) {
                throw new IllegalArgumentException("printable US-ASCII in modified base64");
            }
            return chars;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-16 in modified UTF-7", e);
        }
    }

    private static boolean printable(char c) {
        return c >= 0x20 && c <= 0x7E;
    }
}
