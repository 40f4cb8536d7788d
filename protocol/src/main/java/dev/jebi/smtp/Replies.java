package dev.jebi.smtp;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reading of what a peer's reply lines say.
final class Replies {
    /// A code, then the end, a space, or the hyphen of a line that is not the last (RFC 5321 §4.2).
    /// 1yz are not for SMTP.
    private static final Pattern LINE = Pattern.compile("[2-5][0-9]{2}([ -].*)?");

    /// RFC 2034 §4: stands at the start of each line, its class is the reply's.
    private static final Pattern STATUS =
            Pattern.compile("([245])\\.([0-9]{1,3})\\.([0-9]{1,3})( +|$)");

    private static final int SHOWN = 80;

    private Replies() {}

    static boolean line(String line) {
        return LINE.matcher(line).matches();
    }

    /// A reply from its code and the text of its lines, of which the enhanced status code is taken.
    static Reply of(int code, List<String> texts) {
        var last = STATUS.matcher(texts.getLast());
        if (!last.lookingAt() || Integer.parseInt(last.group(1)) != code / 100) {
            return new Reply(code, Optional.empty(), List.copyOf(texts));
        }
        return new Reply(
                code,
                Optional.of(status(last)),
                texts.stream().map(Replies::withoutStatus).toList());
    }

    private static EnhancedStatus status(Matcher found) {
        return new EnhancedStatus(
                Integer.parseInt(found.group(1)),
                Integer.parseInt(found.group(2)),
                Integer.parseInt(found.group(3)));
    }

    private static String withoutStatus(String text) {
        var found = STATUS.matcher(text);
        return found.lookingAt() ? text.substring(found.end()) : text;
    }

    /// The text with what could disturb a log, a terminal or a header field made harmless.
    static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static String cut(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
