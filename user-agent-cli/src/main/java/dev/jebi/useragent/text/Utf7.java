package dev.jebi.useragent.text;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// UTF-7 (RFC 2152), which old mail has and the platform does not know.
final class Utf7 {
    private Utf7() {}

    static String decode(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        var decoded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c != '+') {
                decoded.append(c);
                i++;
                continue;
            }
            int end = i + 1;
            while (end < text.length() && digit(text.charAt(end))) {
                end++;
            }
            if (end == i + 1) {
                decoded.append('+');
            } else {
                decoded.append(shifted(text.substring(i + 1, end)));
            }
            i = end < text.length() && text.charAt(end) == '-' ? end + 1 : end;
        }
        return decoded.toString();
    }

    private static boolean digit(char c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '+'
                || c == '/';
    }

    private static String shifted(String digits) {
        int whole = digits.length() % 4 == 1 ? digits.length() - 1 : digits.length();
        byte[] octets = Base64.getDecoder().decode(digits.substring(0, whole));
        return new String(octets, 0, octets.length & ~1, StandardCharsets.UTF_16BE);
    }
}
