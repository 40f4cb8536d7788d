package dev.jebi.mime;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Text of header fields: encoded words (RFC 2047), encoded parameters (RFC 2231) and the raw eight
/// bits that senders write in place of both. Raw text has one char an octet (ISO-8859-1).
public final class HeaderText {
    private HeaderText() {}

    /// Reads unstructured text or a phrase. Octets outside of encoded words are UTF-8 if they can
    /// be, else [Charsets#FALLBACK]. What is no encoded word stays as it is.
    public static String decode(String raw) {
        return decode(raw, Charsets.FALLBACK);
    }

    /// Reads text as [#decode(String)] does, with another charset for octets that are no UTF-8: the
    /// one that the message's body names.
    public static String decode(String raw, Charset otherwise) {
        boolean plain = raw.chars().allMatch(c -> c < 0x80) && !raw.contains("=?");
        return plain ? raw : new EncodedWords(raw, otherwise).decode();
    }

    /// Writes text as a field value: as it is when it is plain US-ASCII, else in encoded words of
    /// UTF-8, folded (RFC 2047 §2: 75 octets a word, 76 a line).
    public static String encode(String text) {
        return WordEncoder.encode(text);
    }

    /// The value of a parameter, decoded: its continuations joined (RFC 2231 §3), its charset
    /// applied (§4), and encoded words in it read, which RFC 2047 §5 forbids and senders write.
    public static Optional<String> parameter(List<Parameter> parameters, String name) {
        return Rfc2231.value(parameters, name);
    }

    static byte[] octets(String raw) {
        return raw.getBytes(StandardCharsets.ISO_8859_1);
    }
}
