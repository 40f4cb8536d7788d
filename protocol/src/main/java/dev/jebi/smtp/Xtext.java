package dev.jebi.smtp;

import java.nio.charset.StandardCharsets;

/// Text in the parameters of RFC 3461, written so that it is one word of ASCII.
final class Xtext {
    private static final String NO_NAKED = "+=";

    private Xtext() {}

    /// xtext (RFC 3461 §4): what is no printable ASCII, `+` and `=` as `+` and two hexadecimal
    /// digits for each octet.
    static String encode(String text) {
        var encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            int c = octet & 0xFF;
            if (c > ' ' && c < 127 && NO_NAKED.indexOf(c) < 0) {
                encoded.append((char) c);
            } else {
                encoded.append('+').append("%02X".formatted(c));
            }
        }
        return encoded.toString();
    }

    /// utf-8-addr-xtext (RFC 6533 §3): the same with `\x{…}` and the code point.
    static String international(String address) {
        var encoded = new StringBuilder();
        address.codePoints()
                .forEach(c -> {
                    if (c > ' ' && c < 127 && c != '\\' && NO_NAKED.indexOf(c) < 0) {
                        encoded.append((char) c);
                    } else {
                        encoded.append("\\x{%X}".formatted(c));
                    }
                });
        return encoded.toString();
    }
}
