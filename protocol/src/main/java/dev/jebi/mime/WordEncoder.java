package dev.jebi.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A writer of encoded words (RFC 2047).
final class WordEncoder {
    /// RFC 2047 §2: an encoded word has 75 octets at most.
    private static final int LONGEST_WORD = 75;

    /// What the field's name may take of the first line.
    private static final int NAME_ROOM = 25;

    private static final int FRAME = "=?UTF-8?B??=".length();
    private static final String FOLD = "\r\n ";
    private static final String Q_PLAIN = "!*+-/";

    private WordEncoder() {}

    static String encode(String text) {
        boolean plain =
                text.chars().allMatch(c -> (c >= ' ' && c < 0x7F) || c == '\t')
                        && !text.contains("=?");
        if (plain) {
            return text;
        }
        boolean b = q(text).length() > (text.getBytes(StandardCharsets.UTF_8).length + 2) / 3 * 4;
        return String.join(FOLD, words(text, b));
    }

    private static List<String> words(String text, boolean b) {
        var words = new ArrayList<String>();
        var piece = new StringBuilder();
        int room = LONGEST_WORD - FRAME - NAME_ROOM;
        int length = 0;
        int at = 0;
        while (at < text.length()) {
            int next = at + Character.charCount(text.codePointAt(at));
            String character = text.substring(at, next);
            int octets = character.getBytes(StandardCharsets.UTF_8).length;
            int grown = length + (b ? octets : q(character).length());
            int encoded = b ? (grown + 2) / 3 * 4 : grown;
            if (encoded > room && !piece.isEmpty()) {
                words.add(word(piece.toString(), b));
                piece.setLength(0);
                room = LONGEST_WORD - FRAME;
                grown -= length;
            }
            piece.append(character);
            length = grown;
            at = next;
        }
        words.add(word(piece.toString(), b));
        return words;
    }

    private static String word(String text, boolean b) {
        String encoded =
                b
                        ? Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
                        : q(text);
        return "=?UTF-8?" + (b ? 'B' : 'Q') + '?' + encoded + "?=";
    }

    /// RFC 2047 §4.2 with the plain chars of §5 (3), which every field may hold.
    private static String q(String text) {
        var out = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            if ((c < 0x80 && Character.isLetterOrDigit(c)) || Q_PLAIN.indexOf(c) >= 0) {
                out.append(c);
            } else if (c == ' ') {
                out.append('_');
            } else {
                out.append('=')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return out.toString();
    }
}
