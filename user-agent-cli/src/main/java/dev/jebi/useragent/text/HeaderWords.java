package dev.jebi.useragent.text;

import jakarta.mail.internet.MimeUtility;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Header text and charsets as mail really uses them: what is called ks_c_5601-1987 or euc-kr is
/// windows-949, and words that follow each other are one text, cut wherever it pleased the sender.
public final class HeaderWords {
    private static final Pattern WORD =
            Pattern.compile("=\\?([A-Za-z0-9_.:+-]+)(?:\\*[^?]*)?\\?([bBqQ])\\?([^?]*)\\?=");

    private HeaderWords() {}

    /// A field's text, decoded (RFC 2047); what cannot be decoded stays as it came.
    public static String decode(@Nullable String raw) {
        if (raw == null) {
            return "";
        }
        String text = eightBit(MimeUtility.unfold(raw));
        var decoded = new StringBuilder();
        var word = WORD.matcher(text);
        var octets = new ByteArrayOutputStream();
        Charset charset = StandardCharsets.US_ASCII;
        int end = 0;
        boolean afterWord = false;
        while (word.find()) {
            String between = text.substring(end, word.start());
            Charset next = charset(word.group(1));
            boolean follows = afterWord && between.isBlank(); // RFC 2047 §6.2
            if (!follows || !next.equals(charset)) {
                decoded.append(octets.toString(charset));
                octets.reset();
            }
            if (!follows) {
                decoded.append(between);
            }
            charset = next;
            octets.writeBytes(octets(word.group(2), word.group(3)));
            afterWord = true;
            end = word.end();
        }
        return decoded.append(octets.toString(charset)).append(text.substring(end)).toString();
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

    /// Raw octets in a header, one char each, are UTF-8 where they can be, else EUC-KR where they
    /// can be, else western.
    private static String eightBit(String text) {
        if (text.chars().allMatch(c -> c < 0x80) || text.chars().anyMatch(c -> c > 0xFF)) {
            return text;
        }
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        return strict(StandardCharsets.UTF_8, octets)
                .or(() -> strict(Charset.forName("EUC-KR"), octets))
                .orElseGet(() -> new String(octets, charset("windows-1252")));
    }

    private static Optional<String> strict(Charset charset, byte[] octets) {
        try {
            return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /// The charset of that name; of an unknown one, a superset of ASCII that reads every octet.
    public static Charset charset(@Nullable String name) {
        String word = Optional.ofNullable(name).orElse("us-ascii").strip().toLowerCase(Locale.ROOT);
        String known =
                switch (word) {
                    case "ks_c_5601-1987",
                            "ks_c_5601-1989",
                            "ks_c_5601",
                            "ksc_5601",
                            "ksc5601",
                            "euc-kr",
                            "euckr",
                            "cp949",
                            "ms949",
                            "uhc",
                            "windows-949",
                            "korean" ->
                            "x-windows-949";
                    case "us-ascii", "ascii", "iso-8859-1", "latin1", "unknown-8bit", "x-unknown" ->
                            "windows-1252";
                    case "gb2312", "gbk" -> "GB18030";
                    case "shift_jis", "sjis" -> "windows-31j";
                    case "iso-8859-8-i" -> "iso-8859-8";
                    default -> word;
                };
        try {
            var charset = Charset.forName(known);
            return charset.canEncode() ? charset : Charset.forName("windows-1252");
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return Charset.forName("windows-1252");
        }
    }
}
