package dev.jebi.mime;

import java.util.HashMap;
import java.util.Map;

/// Character references of HTML: numeric ones, those of ISO-8859-1 and a few more that mail has.
final class HtmlReferences {
    private static final String LATIN_1 =
            "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg"
                    + " plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14"
                    + " frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil"
                    + " Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute"
                    + " Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig"
                    + " agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml"
                    + " igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide"
                    + " oslash ugrave uacute ucirc uuml yacute thorn yuml";
    private static final int LATIN_1_FIRST = 0xA0;
    private static final Map<String, Integer> NAMED = named();

    private HtmlReferences() {}

    /// The code point of a reference without `&` and `;`; -1 when there is none.
    static int codePoint(String reference) {
        if (!reference.startsWith("#")) {
            return NAMED.getOrDefault(reference, -1);
        }
        boolean hex = reference.startsWith("x", 1) || reference.startsWith("X", 1);
        String digits = reference.substring(hex ? 2 : 1);
        boolean valid =
                !digits.isEmpty()
                        && digits.length() <= 7
                        && digits.chars().allMatch(c -> Character.digit(c, hex ? 16 : 10) >= 0);
        int codePoint = valid ? Integer.parseInt(digits, hex ? 16 : 10) : -1;
        boolean character =
                codePoint > 0
                        && Character.isValidCodePoint(codePoint)
                        && (codePoint < Character.MIN_SURROGATE
                                || codePoint > Character.MAX_SURROGATE);
        return character ? codePoint : -1;
    }

    private static Map<String, Integer> named() {
        var named = new HashMap<String, Integer>();
        int next = LATIN_1_FIRST;
        for (String name : LATIN_1.split(" ")) {
            named.put(name, next++);
        }
        named.putAll(Map.of("amp", 38, "lt", 60, "gt", 62, "quot", 34, "apos", 39));
        named.putAll(
                Map.of(
                        "euro", 0x20AC, "hellip", 0x2026, "ndash", 0x2013, "mdash", 0x2014, "lsquo",
                        0x2018, "rsquo", 0x2019, "ldquo", 0x201C, "rdquo", 0x201D, "bull", 0x2022,
                        "trade", 0x2122));
        return Map.copyOf(named);
    }
}
