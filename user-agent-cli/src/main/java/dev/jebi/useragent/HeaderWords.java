package dev.jebi.useragent;

import jakarta.mail.internet.MimeUtility;

import org.jspecify.annotations.Nullable;

import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Header text and charsets as mail really uses them: what is called ks_c_5601-1987 or euc-kr is
/// windows-949.
final class HeaderWords {
    private static final Pattern WORD =
            Pattern.compile("=\\?([A-Za-z0-9_.:+-]+)((?:\\*[^?]*)?\\?[bBqQ]\\?)");

    private HeaderWords() {}

    /// A field's text, decoded (RFC 2047); what cannot be decoded stays as it came.
    static String decode(@Nullable String raw) {
        if (raw == null) {
            return "";
        }
        String unfolded = MimeUtility.unfold(raw);
        String renamed =
                WORD.matcher(unfolded)
                        .replaceAll(m ->
                                "=?" + charset(m.group(1)).name() + m.group(2).replace("$", "\\$"));
        try {
            return MimeUtility.decodeText(eightBit(renamed));
        } catch (UnsupportedEncodingException _) {
            return renamed; // shown as it came
        }
    }

    /// Raw octets in a header, one char each, are UTF-8 where they can be.
    private static String eightBit(String text) {
        if (text.chars().allMatch(c -> c < 0x80) || text.chars().anyMatch(c -> c > 0xFF)) {
            return text;
        }
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException _) {
            return new String(octets, charset("windows-1252"));
        }
    }

    /// The charset of that name; of an unknown one, a superset of ASCII that reads every octet.
    static Charset charset(@Nullable String name) {
        String word = Optional.ofNullable(name).orElse("us-ascii").strip().toLowerCase(Locale.ROOT);
        String known =
                switch (word) {
                    case "ks_c_5601-1987", "ks_c_5601", "ksc5601", "euc-kr", "cp949", "korean" ->
                            "x-windows-949";
                    case "us-ascii", "ascii", "iso-8859-1", "latin1" -> "windows-1252";
                    case "gb2312", "gbk" -> "GB18030";
                    case "shift_jis", "sjis" -> "windows-31j";
                    default -> word;
                };
        try {
            return Charset.forName(known);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return Charset.forName("windows-1252");
        }
    }
}
