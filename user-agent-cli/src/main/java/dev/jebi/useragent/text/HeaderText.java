package dev.jebi.useragent.text;

import jakarta.mail.internet.MimeUtility;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Header text as mail really writes it: words that follow each other are one text, cut wherever it
/// pleased the sender, and raw octets are read as what they look like.
public final class HeaderText {
    private static final Pattern WORD =
            Pattern.compile("=\\?([A-Za-z0-9_.:+-]+)(?:\\*[^?]*)?\\?([bBqQ])\\?([^?]*)\\?=");

    private HeaderText() {}

    /// A field's text, decoded (RFC 2047); what cannot be decoded stays as it came.
    public static String decode(@Nullable String raw) {
        if (raw == null) {
            return "";
        }
        String text = eightBit(MimeUtility.unfold(raw));
        var decoded = new StringBuilder();
        var word = WORD.matcher(text);
        var octets = new ByteArrayOutputStream();
        String charset = "us-ascii";
        int end = 0;
        boolean afterWord = false;
        while (word.find()) {
            String between = text.substring(end, word.start());
            boolean follows = afterWord && between.isBlank(); // RFC 2047 §6.2
            if (!follows || !word.group(1).equalsIgnoreCase(charset)) {
                decoded.append(MailCharset.decode(octets.toByteArray(), charset));
                octets.reset();
            }
            if (!follows) {
                decoded.append(between);
            }
            charset = word.group(1);
            octets.writeBytes(octets(word.group(2), word.group(3)));
            afterWord = true;
            end = word.end();
        }
        return decoded.append(MailCharset.decode(octets.toByteArray(), charset))
                .append(text.substring(end))
                .toString();
    }

    private static byte[] octets(String encoding, String text) {
        if (encoding.equalsIgnoreCase("b")) {
            String digits = text.replaceAll("[^A-Za-z0-9+/]", "");
            int whole = digits.length() % 4 == 1 ? digits.length() - 1 : digits.length();
            return Base64.getDecoder().decode(digits.substring(0, whole));
        }
        var octets = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '_') {
                octets.write(' ');
            } else if (c == '=' && hex(text, i + 1) && hex(text, i + 2)) {
                octets.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else {
                octets.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return octets.toByteArray();
    }

    private static boolean hex(String text, int at) {
        return at < text.length() && HexFormat.isHexDigit(text.charAt(at));
    }

    /// Raw octets in a header, one char each.
    private static String eightBit(String text) {
        if (text.chars().allMatch(c -> c < 0x80) || text.chars().anyMatch(c -> c > 0xFF)) {
            return text;
        }
        return MailCharset.guess(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
