package dev.jebi.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Text in the quoted-printable of DKIM (RFC 6376 §2.11): `=` and two capital hexadecimal digits
/// for an octet; UTF-8 may stand there as it is (RFC 8616 §3).
final class QuotedText {
    private QuotedText() {}

    static String decode(String value) throws MalformedTags {
        if (value.indexOf('=') < 0) {
            return TagList.unspaced(value);
        }
        byte[] octets = TagList.unspaced(value).getBytes(StandardCharsets.UTF_8);
        var text = new ByteArrayOutputStream();
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] != '=') {
                text.write(octets[i]);
            } else if (i + 2 < octets.length
                    && digit(octets[i + 1]) >= 0
                    && digit(octets[i + 2]) >= 0) {
                text.write(digit(octets[i + 1]) << 4 | digit(octets[i + 2]));
                i += 2;
            } else {
                throw new MalformedTags("the tag i is no quoted-printable");
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static int digit(byte octet) {
        return Character.digit(octet, 16);
    }
}
