package dev.jebi.useragent.text;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;

/// Charsets as mail really uses them: what is called ks_c_5601-1987 or euc-kr is windows-949, and
/// what is called nothing at all is UTF-8 more often than anything else.
public final class MailCharset {
    private static final Charset WESTERN = Charset.forName("windows-1252");
    private static final Charset KOREAN = Charset.forName("x-windows-949");

    private MailCharset() {}

    /// The charset of that name; of an unknown one, a superset of ASCII that reads every octet.
    public static Charset of(@Nullable String name) {
        return known(name).orElse(WESTERN);
    }

    private static Optional<Charset> known(@Nullable String name) {
        String word =
                Optional.ofNullable(name)
                        .orElse("us-ascii")
                        .replaceAll("[\"']", "")
                        .strip()
                        .toLowerCase(Locale.ROOT);
        String known =
                switch (word) {
                    case "ks_c_5601-1987",
                            "ks_c_5601-1989",
                            "ks_c_5601",
                            "ks-c-5601-1987",
                            "ksc_5601",
                            "ksc5601",
                            "ks_c-5601-1987",
                            "euc-kr",
                            "euckr",
                            "euc_kr",
                            "cp949",
                            "ms949",
                            "uhc",
                            "windows-949",
                            "korean" ->
                            "x-windows-949";
                    case "johab", "ks_c_5601-1992" -> "x-Johab";
                    case "us-ascii", "ascii", "iso-8859-1", "latin1" -> "windows-1252";
                    case "utf8", "unicode-1-1-utf-8", "x-utf-8" -> "UTF-8";
                    case "gb2312", "gbk", "x-gbk" -> "GB18030";
                    case "shift_jis", "sjis", "x-sjis" -> "windows-31j";
                    case "iso-8859-8-i" -> "iso-8859-8";
                    case "iso-8859-9" -> "windows-1254";
                    case "iso-8859-11", "tis-620" -> "x-windows-874";
                    default -> word;
                };
        try {
            return Optional.of(Charset.forName(known));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return Optional.empty();
        }
    }

    /// Octets as text, in the charset that was told. ASCII that is none, and names that mean
    /// nothing, are UTF-8 where they can be, Korean where the octets say so, else western.
    public static String decode(byte[] octets, @Nullable String name) {
        String word = name == null ? "" : name.strip().toLowerCase(Locale.ROOT);
        if (word.equals("utf-7") || word.equals("unicode-1-1-utf-7")) {
            return Utf7.decode(octets);
        }
        boolean told = !word.isEmpty() && !word.endsWith("ascii") && known(word).isPresent();
        return told ? new String(octets, of(name)) : guess(octets);
    }

    /// Octets of which nobody said what they are.
    static String guess(byte[] octets) {
        return strict(StandardCharsets.UTF_8, octets)
                .or(() -> strict(KOREAN, octets).filter(MailCharset::looksKorean))
                .orElseGet(() -> new String(octets, WESTERN));
    }

    /// Whether most letters that are not ASCII are the Hangul of every day: western text read as
    /// Korean gives rare Hanja and single syllables between Latin letters.
    private static boolean looksKorean(String text) {
        long foreign = text.codePoints().filter(c -> c >= 0x80).count();
        long hangul = text.codePoints().filter(c -> c >= 0xAC00 && c <= 0xD7A3).count();
        return hangul * 2 > foreign;
    }

    private static Optional<String> strict(Charset charset, byte[] octets) {
        try {
            return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
