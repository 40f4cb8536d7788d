package dev.jebi.useragent.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A letter as the text that an editor opens: header lines, an empty line, the body. What a person
/// does to such a text is read as it was meant: fields may come in any order, be folded, or be
/// missing.
public final class LetterText {
    private static final Pattern FIELD = Pattern.compile("([!-9;-~]{1,60}):[ \\t]*(.*)");

    private LetterText() {}

    /// The text of a letter.
    public static String of(Letter letter) {
        var text = new StringBuilder();
        field(text, "From", letter.from());
        field(text, "To", letter.to());
        field(text, "Cc", letter.cc());
        field(text, "Bcc", letter.bcc());
        field(text, "Subject", letter.subject());
        letter.attach().forEach(file -> field(text, "Attach", file));
        if (letter.markdown()) {
            field(text, "Markdown", "yes");
        }
        if (letter.answered().isPresent()) {
            field(text, "In-Reply-To", letter.inReplyTo());
        }
        if (!letter.references().isBlank()) {
            field(text, "References", letter.references());
        }
        return text.append('\n').append(letter.body()).toString();
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value.replaceAll("[\\r\\n]+\\s*", " ")).append('\n');
    }

    /// The letter of a text.
    public static Letter parse(String text) {
        String[] lines = text.replace("\r\n", "\n").split("\n", -1);
        var letter = Letter.blank("");
        int at = 0;
        while (at < lines.length && !lines[at].isBlank()) {
            var field = FIELD.matcher(lines[at]);
            if (!field.matches()) {
                break; // the header section was removed, or its end forgotten: this is the body
            }
            var value = new StringBuilder(field.group(2));
            at++;
            while (at < lines.length && lines[at].matches("[ \\t]+\\S.*")) {
                value.append(' ').append(lines[at].strip());
                at++;
            }
            letter = with(letter, field.group(1), value.toString().strip());
        }
        if (at < lines.length && lines[at].isBlank()) {
            at++;
        }
        return letter.withBody(String.join("\n", List.of(lines).subList(at, lines.length)));
    }

    private static Letter with(Letter letter, String name, String value) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "from" -> letter.withFrom(value);
            case "to" -> letter.withTo(joined(letter.to(), value));
            case "cc" -> letter.withCc(joined(letter.cc(), value));
            case "bcc" -> letter.withBcc(joined(letter.bcc(), value));
            case "subject" -> letter.withSubject(value);
            case "attach" -> value.isEmpty() ? letter : attached(letter, value);
            case "markdown" -> letter.withMarkdown(value.matches("(?i)yes|true|on|1"));
            case "in-reply-to" -> letter.withThread(value, letter.references());
            case "references" -> letter.withThread(letter.inReplyTo(), value);
            default -> letter; // a field that nobody here knows is not sent
        };
    }

    private static Letter attached(Letter letter, String file) {
        var files = new ArrayList<>(letter.attach());
        files.add(file);
        return letter.withAttach(files);
    }

    private static String joined(String before, String more) {
        return before.isBlank() ? more : more.isBlank() ? before : before + ", " + more;
    }
}
