package dev.jebi.smtpserver.managesieve;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The end of what is said to a command (RFC 5804 §1.3).
///
/// @param code what stands in parentheses; empty for none
/// @param text for people
record Answer(Word word, String code, String text) {
    private static final int LONGEST_QUOTED = 1_000;

    /// How it went.
    enum Word {
        OK,
        NO,
        BYE
    }

    static Answer ok(String text) {
        return new Answer(Word.OK, "", text);
    }

    static Answer no(String text) {
        return new Answer(Word.NO, "", text);
    }

    static Answer no(String code, String text) {
        return new Answer(Word.NO, code, text);
    }

    static Answer bye(String text) {
        return new Answer(Word.BYE, "", text);
    }

    /// As the wire has it.
    String encode() {
        return word
                + Optional.of(code).filter(c -> !c.isEmpty()).map(c -> " (" + c + ")").orElse("")
                + " "
                + string(text)
                + "\r\n";
    }

    /// A string: quoted, or where that cannot be, a literal.
    static String string(String text) {
        boolean quotable =
                text.length() <= LONGEST_QUOTED
                        && text.chars().allMatch(c -> c != 0 && c != '\r' && c != '\n' && c < 128);
        return quotable
                ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : "{" + text.getBytes(StandardCharsets.UTF_8).length + "}\r\n" + text;
    }
}
