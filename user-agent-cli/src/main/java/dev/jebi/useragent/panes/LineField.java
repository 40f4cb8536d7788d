package dev.jebi.useragent.panes;

import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.Input;
import dev.jebi.useragent.terminal.Style;
import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.SafeText;

/// One line that a person writes. Stage thread only.
final class LineField {
    private static final int MOST = 10_000;

    private final StringBuilder text = new StringBuilder();
    private int at;

    String text() {
        return text.toString();
    }

    /// The text before the cursor.
    String before() {
        return text.substring(0, at);
    }

    void set(String words) {
        text.setLength(0);
        text.append(words);
        at = text.length();
    }

    /// Puts words in place of the last so many characters before the cursor.
    void replace(int characters, String words) {
        int from = Math.max(at - characters, 0);
        text.replace(from, at, words);
        at = from + words.length();
    }

    void paste(String words) {
        String line = SafeText.line(words.replace('\n', ' ')).strip();
        if (text.length() + line.length() <= MOST) {
            text.insert(at, line);
            at += line.length();
        }
    }

    /// Takes a key.
    ///
    /// @return whether it meant anything here
    boolean key(Input.Key key) {
        if (key.character()) {
            if (text.length() < MOST) {
                text.insert(at, key.name());
                at += key.name().length();
            }
            return true;
        }
        switch (key.name()) {
            case "<left>", "<C-b>" -> at = left(at);
            case "<right>", "<C-f>" -> at = right(at);
            case "<home>", "<C-a>" -> at = 0;
            case "<end>", "<C-e>" -> at = text.length();
            case "<backspace>", "<C-h>" -> cut(left(at), at);
            case "<delete>", "<C-d>" -> cut(at, right(at));
            case "<C-w>", "<A-backspace>" -> cut(word(), at);
            case "<C-u>" -> cut(0, at);
            case "<C-k>" -> cut(at, text.length());
            default -> {
                return false;
            }
        }
        return true;
    }

    private int left(int from) {
        return from == 0 ? 0 : text.offsetByCodePoints(from, -1);
    }

    private int right(int from) {
        return from == text.length() ? from : text.offsetByCodePoints(from, 1);
    }

    private int word() {
        int from = at;
        while (from > 0 && text.charAt(from - 1) == ' ') {
            from--;
        }
        while (from > 0 && text.charAt(from - 1) != ' ') {
            from--;
        }
        return from;
    }

    private void cut(int from, int end) {
        text.delete(from, end);
        at = from;
    }

    /// Draws the part around the cursor.
    ///
    /// @param focused whether the cursor is shown here
    void draw(Canvas canvas, int column, int row, int end, Style style, boolean focused) {
        int room = Math.max(end - column - 1, 1);
        int from = 0;
        while (focused && from < at && Columns.width(text.substring(from, at)) > room) {
            from = text.offsetByCodePoints(from, 1);
        }
        canvas.put(column, row, end, Columns.fit(text.substring(from), end - column), style);
        if (focused) {
            canvas.cursor(column + Columns.width(text.substring(from, at)), row);
        }
    }
}
