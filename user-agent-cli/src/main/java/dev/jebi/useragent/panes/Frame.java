package dev.jebi.useragent.panes;

import dev.jebi.useragent.terminal.Box;
import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.Style;

/// The frame of what lies over the panes.
final class Frame {
    private Frame() {}

    static void draw(Canvas canvas, Box box, String title, Theme theme) {
        Style line = theme.style(Role.BORDER);
        canvas.fill(box, theme.style(Role.TEXT));
        int inner = Math.max(box.columns() - 2, 0);
        canvas.put(box.column(), box.row(), "┌" + "─".repeat(inner) + "┐", line);
        for (int i = 1; i < box.rows() - 1; i++) {
            canvas.put(box.column(), box.row() + i, "│", line);
            canvas.put(box.endColumn() - 1, box.row() + i, "│", line);
        }
        canvas.put(box.column(), box.endRow() - 1, "└" + "─".repeat(inner) + "┘", line);
        canvas.put(
                box.column() + 2,
                box.row(),
                box.endColumn() - 2,
                " " + title + " ",
                theme.style(Role.TITLE));
    }
}
