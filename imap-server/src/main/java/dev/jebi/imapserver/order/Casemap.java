package dev.jebi.imapserver.order;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/// The collation `i;unicode-casemap` (RFC 5051 §2), by which SORT and THREAD compare texts (RFC
/// 5256 §7): each character is put in title case, then decomposed, and the UTF-8 octets are
/// compared.
public final class Casemap {
    private static final int ASCII = 0x80;

    private Casemap() {}

    /// A text as it is compared; two texts are equal when these are.
    public static String fold(String text) {
        int length = text.length();
        int plain = 0;
        boolean lower = false;
        while (plain < length && text.charAt(plain) < ASCII) {
            char c = text.charAt(plain++);
            lower |= c >= 'a' && c <= 'z';
        }
        if (plain == length && !lower) {
            return text;
        }
        return plain == length ? ascii(text) : any(text);
    }

    private static String ascii(String text) {
        var folded = text.toCharArray();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = ascii(folded[i]);
        }
        return new String(folded);
    }

    private static char ascii(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
    }

    private static String any(String text) {
        var folded = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c < ASCII) {
                folded.append(ascii((char) c));
            } else {
                folded.append(
                        Normalizer.normalize(
                                Character.toString(Character.toTitleCase(c)),
                                Normalizer.Form.NFKD));
            }
        }
        return folded.toString();
    }

    /// The octets by which a text is put in order, to be compared as unsigned ones.
    public static byte[] key(String text) {
        return fold(text).getBytes(StandardCharsets.UTF_8);
    }
}
