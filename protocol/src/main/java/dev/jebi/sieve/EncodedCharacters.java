package dev.jebi.sieve;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// The reader of `${hex:…}` and `${unicode:…}` (RFC 5228 §2.4.2.4).
final class EncodedCharacters {
    private static final String HEX = "hex:";
    private static final String UNICODE = "unicode:";

    private EncodedCharacters() {}

    /// The text with its encoded characters read; what is no such thing stays as it is. Octets that
    /// stand side by side may make one character of UTF-8.
    static String read(Argument.Literal literal, Scope scope) {
        String text = literal.text();
        if (!text.contains("${")) {
            return text;
        }
        var octets = new ByteArrayOutputStream();
        int plain = 0;
        int at = text.indexOf("${");
        while (at >= 0) {
            int end = text.indexOf('}', at);
            if (end < 0) {
                break;
            }
            String inside = text.substring(at + 2, end);
            Optional<byte[]> read = reference(inside, literal.at(), scope);
            if (read.isPresent()) {
                octets.writeBytes(text.substring(plain, at).getBytes(StandardCharsets.UTF_8));
                octets.writeBytes(read.get());
                plain = end + 1;
                at = text.indexOf("${", plain);
            } else {
                at = text.indexOf("${", at + 2);
            }
        }
        octets.writeBytes(text.substring(plain).getBytes(StandardCharsets.UTF_8));
        return octets.toString(StandardCharsets.UTF_8);
    }

    private static Optional<byte[]> reference(String inside, Position at, Scope scope) {
        String lower = inside.toLowerCase(Locale.ROOT);
        if (lower.startsWith(HEX)) {
            return hex(lower.substring(HEX.length()));
        }
        return lower.startsWith(UNICODE)
                ? unicode(lower.substring(UNICODE.length()), at, scope)
                : Optional.empty();
    }

    private static Optional<byte[]> hex(String pairs) {
        String[] words = words(pairs);
        var octets = new byte[words.length];
        for (int i = 0; i < words.length; i++) {
            if (words[i].length() > 2 || !digits(words[i])) {
                return Optional.empty();
            }
            octets[i] = (byte) Integer.parseInt(words[i], 16);
        }
        return words.length == 0 ? Optional.empty() : Optional.of(octets);
    }

    private static Optional<byte[]> unicode(String points, Position at, Scope scope) {
        String[] words = words(points);
        var text = new StringBuilder();
        for (String word : words) {
            if (!digits(word)) {
                return Optional.empty();
            }
        }
        for (String word : words) {
            String number = word.replaceFirst("^0+(?=.)", "");
            int point = number.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(number, 16);
            if (!Character.isValidCodePoint(point) || (point >= 0xD800 && point <= 0xDFFF)) {
                scope.error(at, "there is no Unicode character " + number);
                return Optional.of(new byte[0]);
            }
            text.appendCodePoint(point);
        }
        return words.length == 0
                ? Optional.empty()
                : Optional.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String[] words(String text) {
        String blank = text.strip();
        return blank.isEmpty() ? new String[0] : blank.split("[ \t\r\n]+", -1);
    }

    private static boolean digits(String word) {
        return !word.isEmpty()
                && word.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }
}
