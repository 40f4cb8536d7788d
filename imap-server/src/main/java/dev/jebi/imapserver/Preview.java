package dev.jebi.imapserver;

import dev.jebi.content.Content;
import dev.jebi.mime.BodyPart;
import dev.jebi.mime.BodyText;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The beginning of what a message says, for lists of messages (RFC 8970 §3.3): plain text in one
/// line, without markup and what is only quoted. So much of the message is read as that takes, and
/// no more than a bound.
final class Preview {
    /// RFC 8970 §3.3: 200 should do, more than 256 must not be.
    private static final int LONGEST = 200;

    /// Chars of the text that are looked at.
    private static final int READ = 16 * 1024;

    private Preview() {}

    /// The preview; empty text where there is nothing to be shown, as of what is encrypted.
    static String of(Content message, BodyPart structure) throws IOException {
        var part = text(structure);
        if (part.isEmpty()) {
            return "";
        }
        String text = BodyText.read(message, part.get(), READ);
        String fresh = line(text, false);
        return fresh.isEmpty() ? line(text, true) : fresh;
    }

    /// The part that a reader sees first: plain text where that is one of the alternatives.
    private static Optional<BodyPart.Leaf> text(BodyPart part) {
        return switch (part) {
            case BodyPart.Leaf leaf -> Optional.of(leaf).filter(Preview::shown);
            case BodyPart.Embedded embedded -> text(embedded.body());
            case BodyPart.Multipart multipart when multipart.subtype().equals("encrypted") ->
                    Optional.empty();
            case BodyPart.Multipart multipart -> {
                var texts = multipart.parts().stream().map(Preview::text);
                List<BodyPart.Leaf> found = texts.flatMap(Optional::stream).toList();
                boolean alternative = multipart.subtype().equals("alternative");
                var plain = found.stream().filter(leaf -> leaf.subtype().equals("plain"));
                yield (alternative ? plain.findFirst() : Optional.<BodyPart.Leaf>empty())
                        .or(() -> found.stream().findFirst());
            }
        };
    }

    private static boolean shown(BodyPart.Leaf leaf) {
        boolean attached =
                leaf.fields().disposition().filter(d -> d.type().equals("attachment")).isPresent();
        return leaf.type().equals("text")
                && !attached
                && List.of("plain", "html", "enriched", "markdown").contains(leaf.subtype());
    }

    /// The text in one line.
    ///
    /// @param quoted whether lines that quote others count
    private static String line(String text, boolean quoted) {
        var line = new StringBuilder();
        int length = 0;
        boolean space = false;
        boolean begin = true;
        boolean skip = false;
        for (int i = 0; i < text.length() && length < LONGEST; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\n' || c == '\r') {
                begin = true;
                space = true;
                continue;
            }
            skip = begin ? c == '>' && !quoted : skip;
            begin = false;
            if (skip) {
                continue;
            }
            if (blank(c)) {
                space = true;
            } else if (visible(c)) {
                if (space && length > 0 && length < LONGEST - 1) {
                    line.append(' ');
                    length++;
                }
                space = false;
                line.appendCodePoint(c);
                length++;
            }
        }
        return line.toString();
    }

    private static boolean blank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /// Neither control characters nor those that change the direction of others or are not seen, by
    /// which lists could be made to show something else.
    private static boolean visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED ->
                    c == 0x200D; // joins what is one picture
            default -> true;
        };
    }
}
