package dev.jebi.transfer;

/// Lines of a length that mail and people can bear.
final class Folding {
    /// RFC 5322 §2.1.1.
    private static final int LINE = 76;

    private Folding() {}

    /// A field, folded between words, with its line end.
    static String field(String name, String value) {
        return wrapped(name + ": " + value, "", "    ");
    }

    /// Text in lines that are set in.
    static String indented(String text) {
        return wrapped(text, "    ", "    ");
    }

    /// Everything that is no printable ASCII as a question mark.
    static String ascii(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    private static String wrapped(String text, String first, String others) {
        var wrapped = new StringBuilder(first);
        int length = first.length();
        boolean begun = false;
        for (String word : text.strip().split("[\\s\\p{Cntrl}]+")) {
            if (begun && length + 1 + word.length() > LINE) {
                wrapped.append("\r\n").append(others);
                length = others.length();
            } else if (begun) {
                wrapped.append(' ');
                length++;
            }
            wrapped.append(word);
            length += word.length();
            begun = true;
        }
        return wrapped.append("\r\n").toString();
    }
}
