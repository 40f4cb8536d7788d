package dev.jebi.mime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The base subject (RFC 5256 §2.1): a subject without the marks of replies and forwards.
///
/// @param text what is left
/// @param reply whether a mark was removed that says reply or forward
public record BaseSubject(String text, boolean reply) {
    /// Beyond this a subject is no key to anything.
    private static final int LONGEST = 500;

    private static final Pattern SPACE = Pattern.compile("[ \\t\\r\\n\\x00]+");
    private static final Pattern BLOB = Pattern.compile("^\\[[^\\[\\]]*\\] *");
    private static final Pattern MARK =
            Pattern.compile(
                    "^(?:\\[[^\\[\\]]*\\] *)*+(?:re|fwd?) *(?:\\[[^\\[\\]]*\\] *)?:",
                    Pattern.CASE_INSENSITIVE);
    private static final String TRAILER = "(fwd)";
    private static final String FORWARD = "[fwd:";

    /// The base subject of a decoded subject.
    public static BaseSubject of(String subject) {
        String text = SPACE.matcher(cut(subject)).replaceAll(" ").strip();
        boolean reply = false;
        while (true) {
            BaseSubject bare = withoutLeaders(withoutTrailers(text));
            reply |= bare.reply();
            text = bare.text();
            boolean forward =
                    text.regionMatches(true, 0, FORWARD, 0, FORWARD.length()) && text.endsWith("]");
            if (!forward) {
                return new BaseSubject(text, reply);
            }
            text = text.substring(FORWARD.length(), text.length() - 1).strip();
            reply = true;
        }
    }

    private static String cut(String subject) {
        if (subject.length() <= LONGEST) {
            return subject;
        }
        int end = Character.isHighSurrogate(subject.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return subject.substring(0, end);
    }

    private static BaseSubject withoutTrailers(String subject) {
        String text = subject.strip();
        boolean reply = false;
        int from = text.length() - TRAILER.length();
        while (from >= 0 && text.regionMatches(true, from, TRAILER, 0, TRAILER.length())) {
            reply = true;
            text = text.substring(0, from).strip();
            from = text.length() - TRAILER.length();
        }
        return new BaseSubject(text, reply);
    }

    private static BaseSubject withoutLeaders(BaseSubject subject) {
        String text = subject.text();
        boolean reply = subject.reply();
        while (true) {
            String next = text.stripLeading();
            Matcher mark = MARK.matcher(next);
            Matcher blob = BLOB.matcher(next);
            if (mark.find()) {
                reply = true;
                next = next.substring(mark.end()).stripLeading();
            } else if (blob.find() && blob.end() < next.length()) {
                next = next.substring(blob.end());
            }
            if (next.equals(text)) {
                return new BaseSubject(text, reply);
            }
            text = next;
        }
    }
}
