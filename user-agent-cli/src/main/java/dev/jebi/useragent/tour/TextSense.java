package dev.jebi.useragent.tour;

import java.util.Locale;

/// What the lines of a message mean (RFC 5322 §2.1): the header, an empty line, the body.
final class TextSense {
    private final Words words;
    private final boolean dots;
    private boolean body;

    /// @param dots whether a line that begins with a dot gets another one (RFC 5321 §4.5.2)
    TextSense(Words words, boolean dots) {
        this.words = words;
        this.dots = dots;
    }

    String of(String line) {
        if (body) {
            return line.startsWith(".") ? words.of(dots ? "text.dots" : "text.dot") : inBody(line);
        }
        if (line.isEmpty()) {
            body = true;
            return words.of("text.blank");
        }
        if (line.startsWith(" ") || line.startsWith("\t")) {
            return words.of("text.folded");
        }
        String name = line.substring(0, Math.max(line.indexOf(':'), 0)).toLowerCase(Locale.ROOT);
        return words.of("text.field." + name, "text.field");
    }

    private String inBody(String line) {
        return words.of(line.isEmpty() ? "text.empty" : "text.body");
    }
}
