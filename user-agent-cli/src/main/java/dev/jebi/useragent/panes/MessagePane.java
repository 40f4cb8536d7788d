package dev.jebi.useragent.panes;

import dev.jebi.useragent.reading.Line;
import dev.jebi.useragent.reading.Look;
import dev.jebi.useragent.reading.Run;
import dev.jebi.useragent.terminal.Box;
import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.Style;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The open message: what part of it is seen. While another is being read, the one before stands,
/// and where a person wants to go waits for the new one. Stage thread only.
final class MessagePane {
    private static final int MOST_AHEAD = 100;

    private final List<Integer> ahead = new ArrayList<>();
    private Optional<Opened> opened = Optional.empty();
    private List<Line> lines = List.of();
    private boolean folded = true;
    private int top;
    private int height = 10;
    private int width = 80;
    private int asked;
    private int had;

    Optional<Opened> opened() {
        return opened;
    }

    /// The width for which a message is to be set.
    int width() {
        return width;
    }

    /// Takes note that a message is being read, the only one that is awaited from now on.
    ///
    /// @return what [#had] is to be asked with
    int ask() {
        ahead.clear();
        return ++asked;
    }

    /// Takes note that the reading of a message has ended, one way or the other.
    ///
    /// @return whether it is still awaited
    boolean had(int turn) {
        if (turn == asked) {
            had = turn;
        }
        return turn == asked;
    }

    void show(Opened message, boolean fromTop) {
        opened = Optional.of(message);
        lines = message.lines(folded);
        top = fromTop ? 0 : Math.min(top, last());
        List.copyOf(ahead).forEach(this::scroll);
        ahead.clear();
    }

    /// Shows nothing, and awaits nothing.
    void clear() {
        had = ask();
        opened = Optional.empty();
        lines = List.of();
        top = 0;
    }

    /// Shows long quotes, or folds them.
    void fold() {
        folded = !folded;
        opened.ifPresent(message -> lines = message.lines(folded));
        top = Math.min(top, last());
    }

    boolean folded() {
        return folded;
    }

    int page() {
        return Math.max(height - 2, 1);
    }

    private int last() {
        return Math.max(lines.size() - height, 0);
    }

    /// Moves by so many lines, now or once the message that is being read is there.
    ///
    /// @return whether anything moved, or will
    boolean scroll(int by) {
        if (had != asked) {
            if (ahead.size() < MOST_AHEAD) {
                ahead.add(by);
            }
            return true;
        }
        int before = top;
        top = Math.clamp((long) top + by, 0, last());
        return top != before;
    }

    /// Tells whether the message is set for another width than it is shown in, and none is awaited.
    boolean misfits() {
        return had == asked && opened.isPresent() && opened.get().width() != width;
    }

    /// Takes note where a message is shown, or would be.
    void fit(Box box) {
        width = Math.max(box.columns() - 2, 20);
    }

    void draw(Canvas canvas, Box box, Theme theme, boolean focused) {
        height = Math.max(box.rows() - 1, 1);
        Style bar = theme.style(Role.STATUS);
        canvas.fill(box.top(1), bar);
        String title = opened.map(o -> o.envelope().subject()).orElse("");
        canvas.put(
                box.column() + 1,
                box.row(),
                box.endColumn() - 8,
                dev.jebi.useragent.text.SafeText.line(title),
                focused ? bar.inBold() : bar);
        if (lines.size() > height) {
            int percent = top >= last() ? 100 : top * 100 / Math.max(last(), 1);
            canvas.put(box.endColumn() - 6, box.row(), percent + " %", bar);
        }
        top = Math.min(top, last());
        for (int i = 0; i < height && top + i < lines.size(); i++) {
            line(
                    canvas,
                    new Box(box.column() + 1, box.row() + 1 + i, box.columns() - 1, 1),
                    lines.get(top + i),
                    theme);
        }
    }

    private void line(Canvas canvas, Box box, Line line, Theme theme) {
        int at = box.column();
        Style base = Style.PLAIN;
        if (line.quote() > 0) {
            base = theme.style(line.quote() % 2 == 1 ? Role.QUOTE : Role.DEEP_QUOTE);
            String marks = "│".repeat(Math.min(line.quote(), Line.DEEPEST)) + " ";
            at = canvas.put(at, box.row(), box.endColumn(), marks, base);
        }
        for (Run run : line.runs()) {
            Style style = theme.style(role(run.look())).over(base);
            Optional<String> target = target(run.link());
            if (target.isPresent()) {
                style = style.linked(target.get());
            }
            at = canvas.put(at, box.row(), box.endColumn(), run.text(), style);
        }
    }

    private Optional<String> target(int link) {
        return opened.map(o -> o.text().links())
                .filter(links -> link > 0 && link <= links.size())
                .map(links -> links.get(link - 1));
    }

    private static Role role(Look look) {
        return switch (look) {
            case PLAIN -> Role.TEXT;
            case STRONG -> Role.STRONG;
            case EMPHASIS -> Role.EMPHASIS;
            case CODE -> Role.CODE;
            case HEADING -> Role.HEADING;
            case LINK -> Role.LINK;
            case NOTE -> Role.FAINT;
        };
    }
}
