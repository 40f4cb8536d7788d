package dev.jebi.useragent.panes;

import dev.jebi.useragent.terminal.Box;
import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.Input;
import dev.jebi.useragent.terminal.Style;
import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.SafeText;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A text that a person writes, many lines of it, wrapped to the window. Stage thread only.
final class TextArea {
    private static final int MOST = 4 << 20;
    private static final int MAX_UNDO = 200;

    /// A text as it was, with the cursor.
    private record Before(List<String> lines, int line, int at) {}

    private final List<StringBuilder> lines = new ArrayList<>();
    private final Deque<Before> undo = new ArrayDeque<>();
    private int line;
    private int at;
    private int top;
    private int page = 10;
    private int size;
    private boolean typing;

    TextArea(String text) {
        set(text);
    }

    private void set(String text) {
        lines.clear();
        for (String piece : text.split("\n", -1)) {
            lines.add(new StringBuilder(piece));
        }
        size = text.length();
    }

    String text() {
        return String.join("\n", lines);
    }

    /// Puts the cursor there.
    void go(int toLine) {
        line = Math.clamp(toLine, 0, lines.size() - 1);
        at = 0;
    }

    /// Puts the cursor below the words, above a signature (RFC 3676 §4.3).
    void goBelow() {
        int mark = lines.size() - 1;
        while (mark > 0 && !lines.get(mark).toString().equals("-- ")) {
            mark--;
        }
        boolean apart = mark > 1 && lines.get(mark - 1).isEmpty();
        go(mark > 0 ? mark - (apart ? 2 : 1) : Integer.MAX_VALUE);
    }

    boolean atTop() {
        return line == 0;
    }

    private StringBuilder here() {
        return lines.get(line);
    }

    /// Takes a key.
    ///
    /// @return whether the text may have changed
    boolean key(Input.Key key) {
        if (key.character()) {
            remember(!typing || key.name().equals(" "));
            typing = true;
            insert(key.name());
            return true;
        }
        typing = false;
        switch (key.name()) {
            case "<enter>" -> {
                remember(true);
                split();
            }
            case "<tab>" -> insert("    ");
            case "<backspace>", "<C-h>" -> backspace();
            case "<delete>", "<C-d>" -> delete();
            case "<C-k>" -> kill();
            case "<C-w>", "<A-backspace>" -> cutWord();
            case "<C-z>", "<C-_>" -> undo();
            default -> {
                move(key.name());
                return false;
            }
        }
        return true;
    }

    void paste(String text) {
        remember(true);
        String clean = SafeText.lines(text);
        String[] pieces = clean.split("\n", -1);
        for (int i = 0; i < pieces.length; i++) {
            if (i > 0) {
                split();
            }
            insert(pieces[i]);
        }
    }

    private void remember(boolean wanted) {
        if (wanted && size < 200_000) { // a text as large as that is not copied at each word
            undo.addLast(new Before(lines.stream().map(String::valueOf).toList(), line, at));
            if (undo.size() > MAX_UNDO) {
                undo.removeFirst();
            }
        }
    }

    private void undo() {
        Before before = undo.pollLast();
        if (before != null) {
            set(String.join("\n", before.lines()));
            line = before.line();
            at = before.at();
        }
    }

    private void insert(String text) {
        if (size + text.length() <= MOST) {
            here().insert(at, text);
            at += text.length();
            size += text.length();
        }
    }

    private void split() {
        var rest = new StringBuilder(here().substring(at));
        here().setLength(at);
        lines.add(line + 1, rest);
        line++;
        at = 0;
        size++;
    }

    private void backspace() {
        if (at > 0) {
            int from = here().offsetByCodePoints(at, -1);
            remember(true);
            here().delete(from, at);
            at = from;
        } else if (line > 0) {
            remember(true);
            String rest = lines.remove(line).toString();
            line--;
            at = here().length();
            here().append(rest);
        }
    }

    private void delete() {
        if (at < here().length()) {
            remember(true);
            here().delete(at, here().offsetByCodePoints(at, 1));
        } else if (line + 1 < lines.size()) {
            remember(true);
            here().append(lines.remove(line + 1));
        }
    }

    private void kill() {
        if (at < here().length()) {
            remember(true);
            here().setLength(at);
        } else {
            delete();
        }
    }

    private void cutWord() {
        int from = at;
        while (from > 0 && here().charAt(from - 1) == ' ') {
            from--;
        }
        while (from > 0 && here().charAt(from - 1) != ' ') {
            from--;
        }
        remember(from < at);
        here().delete(from, at);
        at = from;
    }

    private void move(String key) {
        switch (key) {
            case "<left>", "<C-b>" -> left();
            case "<right>", "<C-f>" -> right();
            case "<up>", "<C-p>" -> lineTo(line - 1);
            case "<down>", "<C-n>" -> lineTo(line + 1);
            case "<pageup>", "<A-v>" -> lineTo(line - page);
            case "<pagedown>", "<C-v>" -> lineTo(line + page);
            case "<home>", "<C-a>" -> at = 0;
            case "<end>", "<C-e>" -> at = here().length();
            case "<C-home>" -> go(0);
            case "<C-end>" -> lineTo(lines.size() - 1);
            default -> {} // no key of a text
        }
    }

    private void left() {
        if (at > 0) {
            at = here().offsetByCodePoints(at, -1);
        } else if (line > 0) {
            line--;
            at = here().length();
        }
    }

    private void right() {
        if (at < here().length()) {
            at = here().offsetByCodePoints(at, 1);
        } else if (line + 1 < lines.size()) {
            line++;
            at = 0;
        }
    }

    private void lineTo(int other) {
        int column = Columns.width(here().substring(0, at));
        line = Math.clamp(other, 0, lines.size() - 1);
        at = Columns.cut(here().toString(), column).length();
    }

    void draw(Canvas canvas, Box box, Theme theme, boolean focused) {
        page = Math.max(box.rows() - 1, 1);
        int width = Math.max(box.columns() - 1, 10);
        scrollTo(box.rows(), width);
        int row = box.row();
        for (int i = top; i < lines.size() && row < box.endRow(); i++) {
            String text = lines.get(i).toString();
            Style style = theme.style(text.startsWith(">") ? Role.QUOTE : Role.TEXT);
            List<Columns.Piece> pieces = Columns.breaks(text, width);
            for (int p = 0; p < pieces.size() && row < box.endRow(); p++) {
                Columns.Piece piece = pieces.get(p);
                canvas.put(
                        box.column(),
                        row,
                        box.endColumn(),
                        text.substring(piece.from(), piece.end()),
                        style);
                boolean last = p + 1 == pieces.size();
                boolean inIt =
                        i == line && at >= piece.from() && (last || at < pieces.get(p + 1).from());
                if (focused && inIt) {
                    int end = Math.clamp(at, piece.from(), piece.end());
                    canvas.cursor(
                            box.column() + Columns.width(text.substring(piece.from(), end)), row);
                }
                row++;
            }
        }
    }

    /// Moves the window so that the cursor's line is in it.
    private void scrollTo(int rows, int width) {
        top = Math.clamp(top, 0, line);
        int used = 0;
        int first = line;
        while (first >= top) {
            used += Columns.breaks(lines.get(first).toString(), width).size();
            if (used > rows) {
                break;
            }
            first--;
        }
        top = Math.min(Math.max(top, first + 1), line);
        top = Math.min(top, lastPage(rows, width));
    }

    /// The first line of the last page: the window stands no lower, so that it is not half empty
    /// when it has become large again.
    private int lastPage(int rows, int width) {
        int used = 0;
        for (int i = lines.size() - 1; i > 0; i--) {
            used += Columns.breaks(lines.get(i).toString(), width).size();
            if (used > rows) {
                return i + 1;
            }
        }
        return 0;
    }
}
