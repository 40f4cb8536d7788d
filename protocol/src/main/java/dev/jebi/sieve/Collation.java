package dev.jebi.sieve;

import java.text.Normalizer;
import java.util.Optional;

/// The comparators (RFC 5228 §2.7.3), which RFC 4790 calls collations.
enum Collation {
    /// RFC 4790 §9.3.1. Text is compared by code points, which is the order of its UTF-8 octets.
    OCTET("i;octet"),
    /// RFC 4790 §9.2.1.
    ASCII_CASEMAP("i;ascii-casemap"),
    /// RFC 4790 §9.1.1.
    ASCII_NUMERIC("i;ascii-numeric"),
    /// RFC 5051.
    UNICODE_CASEMAP("i;unicode-casemap");

    private final String id;

    Collation(String id) {
        this.id = id;
    }

    static Optional<Collation> of(String id) {
        for (Collation collation : values()) {
            if (collation.id.equals(id)) {
                return Optional.of(collation);
            }
        }
        return Optional.empty();
    }

    String id() {
        return id;
    }

    /// Whether it can look for a part of a text (RFC 4790 §9.1.1: the numeric one cannot).
    boolean substrings() {
        return this != ASCII_NUMERIC;
    }

    /// The text in the form whose chars are compared one by one.
    String folded(String text) {
        return switch (this) {
            case OCTET, ASCII_NUMERIC -> text;
            case ASCII_CASEMAP -> upper(text);
            case UNICODE_CASEMAP -> ascii(text) ? upper(text) : casemap(text);
        };
    }

    boolean equal(String one, String other) {
        return this == ASCII_NUMERIC ? compare(one, other) == 0 : folded(one).equals(folded(other));
    }

    int compare(String one, String other) {
        return this == ASCII_NUMERIC
                ? compareNumbers(one, other)
                : comparePoints(folded(one), folded(other));
    }

    /// Where each char of the folded text comes from in `text`, and its length as the last.
    int[] origins(String text) {
        String folded = folded(text);
        var origins = new int[folded.length() + 1];
        boolean same = this != UNICODE_CASEMAP || ascii(text);
        int to = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int from = i;
            i += Character.charCount(point);
            int length = same ? i - from : casemap(Character.toString(point)).length();
            for (int k = 0; k < length && to < folded.length(); k++) {
                origins[to++] = same ? from + k : from;
            }
        }
        while (to < origins.length) {
            origins[to++] = text.length();
        }
        return origins;
    }

    private static boolean ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String upper(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (lower(text.charAt(i))) {
                char[] chars = text.toCharArray();
                for (int k = i; k < chars.length; k++) {
                    chars[k] = lower(chars[k]) ? (char) (chars[k] - ('a' - 'A')) : chars[k];
                }
                return new String(chars);
            }
        }
        return text;
    }

    private static boolean lower(char c) {
        return c >= 'a' && c <= 'z';
    }

    /// RFC 5051 §2: each code point to its title case, then decomposed.
    private static String casemap(String text) {
        var title = new StringBuilder(text.length());
        text.codePoints().map(Character::toTitleCase).forEach(title::appendCodePoint);
        return Normalizer.normalize(title, Normalizer.Form.NFKD);
    }

    private static int comparePoints(String one, String other) {
        int most = Math.min(one.length(), other.length());
        for (int i = 0; i < most; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean pair = Character.isSurrogate(a) != Character.isSurrogate(b);
                return pair ? Boolean.compare(Character.isSurrogate(a), false) * 2 - 1 : a - b;
            }
        }
        return one.length() - other.length();
    }

    /// RFC 4790 §9.1.1: what does not begin with a digit is positive infinity.
    private static int compareNumbers(String one, String other) {
        String a = digits(one);
        String b = digits(other);
        boolean finite = !a.isEmpty();
        if (!finite || b.isEmpty()) {
            return Boolean.compare(!finite, b.isEmpty());
        }
        a = withoutZeros(a);
        b = withoutZeros(b);
        return a.length() == b.length() ? a.compareTo(b) : a.length() - b.length();
    }

    private static String digits(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return text.substring(0, end);
    }

    private static String withoutZeros(String digits) {
        int from = 0;
        while (from < digits.length() - 1 && digits.charAt(from) == '0') {
            from++;
        }
        return digits.substring(from);
    }
}
