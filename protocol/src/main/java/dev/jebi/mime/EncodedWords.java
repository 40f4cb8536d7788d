package dev.jebi.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Optional;

/// A reader of text with encoded words (RFC 2047). It forgives: words beside other text without
/// white space, spaces in Q, missing padding in B, characters split between words. Linear in time;
/// for one thread.
final class EncodedWords {
    private static final int LONGEST_CHARSET = 64;

    private final String raw;
    private final Charset otherwise;
    private final StringBuilder text = new StringBuilder();

    /// Octets of words of one charset that stand side by side.
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    private String charset = "";
    private boolean noEndAhead;

    EncodedWords(String raw, Charset otherwise) {
        this.raw = raw;
        this.otherwise = otherwise;
    }

    /// An encoded word and where it ends.
    private record Word(String charset, byte[] octets, int end) {}

    String decode() {
        int at = 0;
        int plain = 0;
        while (at < raw.length()) {
            int start = raw.indexOf("=?", at);
            if (start < 0) {
                break;
            }
            Optional<Word> word = word(start);
            if (word.isEmpty()) {
                at = start + 2;
                continue;
            }
            // RFC 2047 §6.2: white space between neighbours is none of the text
            boolean neighbour = plain > 0 && raw.substring(plain, start).isBlank();
            if (!neighbour) {
                plain(plain, start);
            }
            add(word.get());
            at = word.get().end();
            plain = at;
        }
        plain(plain, raw.length());
        return text.toString();
    }

    private void plain(int from, int to) {
        flush();
        if (from < to) {
            text.append(Charsets.guess(HeaderText.octets(raw.substring(from, to)), otherwise));
        }
    }

    private void add(Word word) {
        if (!word.charset().equalsIgnoreCase(charset)) {
            flush();
        }
        charset = word.charset();
        pending.writeBytes(word.octets());
    }

    private void flush() {
        if (pending.size() > 0) {
            text.append(Charsets.decode(pending.toByteArray(), charset));
            pending.reset();
        }
    }

    private Optional<Word> word(int start) {
        int charsetEnd = raw.indexOf('?', start + 2);
        boolean shaped =
                charsetEnd > start + 2
                        && charsetEnd - start <= LONGEST_CHARSET
                        && charsetEnd + 2 < raw.length()
                        && raw.charAt(charsetEnd + 2) == '?';
        if (!shaped || noEndAhead) {
            return Optional.empty();
        }
        int from = charsetEnd + 3;
        int end = raw.indexOf("?=", from);
        if (end < 0) {
            noEndAhead = true;
            return Optional.empty();
        }
        String name = raw.substring(start + 2, charsetEnd);
        int language = name.indexOf('*'); // RFC 2231 §5
        String told = language < 0 ? name : name.substring(0, language);
        String encoded = raw.substring(from, end);
        if (told.isBlank() || encoded.contains("=?")) {
            return Optional.empty();
        }
        return switch (raw.charAt(charsetEnd + 1)) {
            case 'B', 'b' -> Optional.of(new Word(told, b(encoded), end + 2));
            case 'Q', 'q' -> Optional.of(new Word(told, q(encoded), end + 2));
            default -> Optional.empty();
        };
    }

    private static byte[] b(String encoded) {
        var out = new Octets();
        var decoder = new Base64Quads();
        byte[] octets = HeaderText.octets(encoded);
        decoder.decode(octets, octets.length, out);
        decoder.end(out);
        return out.toArray();
    }

    /// RFC 2047 §4.2.
    private static byte[] q(String encoded) {
        var out = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            int hex = c == '=' ? hex(encoded, i + 1) : -1;
            if (hex >= 0) {
                out.write(hex);
                i += 2;
            } else {
                out.write(c == '_' ? ' ' : c);
            }
        }
        return out.toByteArray();
    }

    /// The octet that two hexadecimal digits at `at` write; -1 when they do not stand there.
    static int hex(String text, int at) {
        if (at + 1 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
