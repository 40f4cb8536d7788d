package dev.jebi.smtp;

import java.util.Optional;
import java.util.regex.Pattern;

/// The reader of xtext (RFC 3461 §4) and of its kind for addresses beyond ASCII (RFC 6533 §3).
final class XtextReader {
    private static final Pattern XTEXT = Pattern.compile("([!-*,-<>-~]|\\+[0-9A-F]{2})+");
    private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-F]{2,6})\\}");

    private XtextReader() {}

    /// Whether the text is xtext.
    static boolean valid(String text) {
        return XTEXT.matcher(text).matches();
    }

    /// What xtext says, where that is printable ASCII: nothing else can stand in a report (RFC 3461
    /// §4.2, §4.4).
    static Optional<String> printable(String text) {
        if (!valid(text)) {
            return Optional.empty();
        }
        var decoded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '+') {
                c = (char) Integer.parseInt(text, i + 1, i + 3, 16);
                i += 2;
            }
            if (c < ' ' || c >= 127) {
                return Optional.empty();
            }
            decoded.append(c);
        }
        return Optional.of(decoded.toString());
    }

    /// What utf-8-addr-xtext or utf-8-addr-unitext says, without control characters.
    static Optional<String> international(String text) {
        var decoded = new StringBuilder();
        var embedded = EMBEDDED.matcher(text);
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (c == '\\') {
                if (!embedded.region(at, text.length()).lookingAt()) {
                    return Optional.empty();
                }
                c = Integer.parseInt(embedded.group(1), 16);
                at = embedded.end();
            } else {
                at += Character.charCount(c);
            }
            if (!shown(c)) {
                return Optional.empty();
            }
            decoded.appendCodePoint(c);
        }
        return decoded.isEmpty() ? Optional.empty() : Optional.of(decoded.toString());
    }

    private static boolean shown(int c) {
        return Character.isValidCodePoint(c)
                && !Character.isISOControl(c)
                && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                && c != 0x2028
                && c != 0x2029;
    }
}
