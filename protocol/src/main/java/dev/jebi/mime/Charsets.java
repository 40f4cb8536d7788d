package dev.jebi.mime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Charsets by the names mail gives them. Where senders use more than the charset they name, it is
/// the superset that is meant in practice: windows-949 for the Korean names, GB 18030 for GB 2312,
/// windows-1252 for ISO 8859-1. Made to read with, not to write.
public final class Charsets {
    /// What octets of an unknown charset are read with when they are no UTF-8.
    public static final Charset FALLBACK = Charset.forName("windows-1252");

    /// UTF-16 as mail has it: by its byte order mark, else little-endian.
    private static final Charset UTF_16 = Charset.forName("x-UTF-16LE-BOM");

    /// Names longer than this are not looked up.
    private static final int LONGEST_NAME = 64;

    private static final int CACHED = 500;

    private static final Map<String, String> ALIASES = aliases();
    private static final Map<String, Optional<Charset>> KNOWN = new ConcurrentHashMap<>();

    private Charsets() {}

    /// The charset of a name; [#FALLBACK] when it is unknown.
    public static Charset of(String name) {
        return known(name).orElse(FALLBACK);
    }

    /// The charset of a name, where there is one.
    public static Optional<Charset> known(String name) {
        String key = key(name);
        if (key.isEmpty() || key.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        if (KNOWN.size() > CACHED) {
            KNOWN.clear();
        }
        return KNOWN.computeIfAbsent(key, Charsets::find);
    }

    /// Text from octets of the charset of this name; of an unknown one, or of US-ASCII with eight
    /// bits, as UTF-8 if it is that, else as [#FALLBACK].
    public static String decode(byte[] octets, String name) {
        Optional<Charset> charset = known(name);
        if (charset.isPresent() && charset.get().equals(UTF_16) && bigEndian(octets)) {
            return new String(octets, StandardCharsets.UTF_16BE);
        }
        boolean unsure = charset.isEmpty() || ascii(key(name));
        return unsure ? guess(octets, FALLBACK) : new String(octets, charset.get());
    }

    /// Whether UTF-16 without a byte order mark has its zeros where the high octets come first.
    private static boolean bigEndian(byte[] octets) {
        int balance = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == 0) {
                balance += (i & 1) == 0 ? 1 : -1;
            }
        }
        return balance > 0 && octets[0] == 0;
    }

    /// Text from octets: UTF-8 if they are that, else of this charset.
    public static String guess(byte[] octets, Charset otherwise) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException _) { // then it is no UTF-8
            return new String(octets, otherwise);
        }
    }

    /// The charset that the first text of a message names, for raw octets in its header;
    /// [#FALLBACK] when there is none.
    public static Charset declared(BodyPart structure) {
        return firstText(structure)
                .flatMap(text -> HeaderText.parameter(text.fields().parameters(), "charset"))
                .flatMap(Charsets::known)
                .filter(charset -> !charset.equals(StandardCharsets.UTF_8))
                .orElse(FALLBACK);
    }

    private static Optional<BodyPart.Leaf> firstText(BodyPart part) {
        return switch (part) {
            case BodyPart.Leaf leaf -> Optional.of(leaf).filter(l -> l.type().equals("text"));
            case BodyPart.Embedded _ -> Optional.empty();
            case BodyPart.Multipart multipart ->
                    multipart.parts().stream()
                            .map(Charsets::firstText)
                            .flatMap(Optional::stream)
                            .findFirst();
        };
    }

    /// Whether a name means US-ASCII.
    static boolean ascii(String name) {
        return switch (key(name)) {
            case "usascii", "ascii", "ansix341968", "iso646us", "us" -> true;
            case String _ -> false;
        };
    }

    private static Optional<Charset> find(String key) {
        String name = ALIASES.getOrDefault(key, "");
        if (name.equals("utf-7")) {
            return Optional.of(Utf7.CHARSET);
        }
        return name.isEmpty() ? Jdk.find(key) : Optional.of(Charset.forName(name));
    }

    /// Letters and digits of a name in lower case: senders write utf8, UTF_8 and "utf-8".
    private static String key(String name) {
        if (name.length() > 2 * LONGEST_NAME) {
            return "";
        }
        var key = new StringBuilder(name.length());
        for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                key.append(c);
            }
        }
        return key.toString();
    }

    private static Map<String, String> aliases() {
        var aliases = new HashMap<String, String>();
        alias(aliases, "windows-1252", "us-ascii ascii ansi_x3.4-1968 iso646-us us iso-8859-1");
        alias(aliases, "windows-1252", "iso8859-1 iso_8859-1:1987 latin1 latin-1 l1 cp1252 1252");
        alias(aliases, "windows-1252", "cp819 ibm819 x-ansi ansi windows-1252 8859-1");
        alias(aliases, "windows-1254", "iso-8859-9 latin5 l5 cp1254");
        alias(aliases, "x-windows-874", "iso-8859-11 tis-620 windows-874 cp874");
        alias(aliases, "x-windows-949", "ks_c_5601-1987 ks_c_5601-1989 ks_c_5601 ksc5601 ksc_5601");
        alias(
                aliases,
                "x-windows-949",
                "euc-kr cp949 ms949 windows-949 korean ksc5601-1987 uhc 949");
        alias(aliases, "x-windows-949", "x-windows-949 iso-ir-149 ks_x_1001 kseuckr cseuckr");
        alias(
                aliases,
                "GB18030",
                "gb2312 gb_2312-80 gbk cp936 ms936 windows-936 gb18030 euc-cn 936");
        alias(aliases, "GB18030", "x-gbk chinese gb2312-80 hz csgb2312 gb18030-2000");
        alias(
                aliases,
                "x-MS950-HKSCS",
                "big5 big5-hkscs cp950 x-x-big5 windows-950 big-5 csbig5 950");
        alias(aliases, "windows-31j", "shift_jis sjis x-sjis cp932 ms932 ms_kanji windows-31j 932");
        alias(aliases, "windows-31j", "shift-jis windows-932 csshiftjis");
        alias(aliases, "x-windows-50221", "iso-2022-jp iso-2022-jp-ms cp50220 cp50221 csiso2022jp");
        alias(aliases, "ISO-2022-JP-2", "iso-2022-jp-1 iso-2022-jp-2");
        alias(aliases, "EUC-JP", "euc-jp x-euc-jp eucjp-ms");
        alias(aliases, "ISO-2022-KR", "iso-2022-kr csiso2022kr");
        alias(aliases, "UTF-8", "utf-8 utf8mb4 unicode-1-1-utf-8 cp65001 65001 utf");
        alias(aliases, "utf-7", "utf-7 unicode-1-1-utf-7 unicode-2-0-utf-7 cp65000");
        alias(aliases, "x-UTF-16LE-BOM", "unicode ucs-2 utf-16 iso-10646-ucs-2");
        alias(aliases, "x-MacRoman", "macintosh mac x-mac-roman macroman");
        alias(aliases, "x-MacCyrillic", "x-mac-cyrillic");
        alias(aliases, "KOI8-U", "koi8-ru koi8-u");
        alias(aliases, "ISO-8859-8", "iso-8859-8-i iso-8859-8-e logical visual");
        alias(aliases, "ISO-8859-6", "iso-8859-6-i iso-8859-6-e");
        return Map.copyOf(aliases);
    }

    private static void alias(Map<String, String> aliases, String charset, String names) {
        for (String name : names.split(" ")) {
            aliases.put(key(name), charset);
        }
    }

    /// The charsets of the JDK, by the letters and digits of their names.
    private static final class Jdk {
        private static final Map<String, Charset> BY_KEY = byKey();

        private Jdk() {}

        static Optional<Charset> find(String key) {
            Optional<Charset> found = Optional.ofNullable(BY_KEY.get(key));
            // "3dus-ascii", "x-koi8-r", "cskoi8r": a known name with something before it
            return found.isEmpty() && key.startsWith("x")
                    ? Optional.ofNullable(BY_KEY.get(key.substring(1)))
                    : found;
        }

        private static Map<String, Charset> byKey() {
            var map = new HashMap<String, Charset>();
            Charset.availableCharsets()
                    .values()
                    .forEach(charset -> {
                        charset.aliases().forEach(a -> map.putIfAbsent(key(a), charset));
                    });
            Charset.availableCharsets().values().forEach(c -> map.put(key(c.name()), c));
            return Map.copyOf(map);
        }
    }
}
