package dev.jebi.useragent.terminal;

import org.jspecify.annotations.Nullable;

/// Says what a terminal must be told so that it shows a canvas. One thread.
final class Painter {
    private @Nullable Canvas shown;

    /// Forgets what is shown: the next canvas is painted whole.
    public void forget() {
        shown = null;
    }

    /// The octets, as text, that turn what is shown into the canvas.
    public String paint(Canvas canvas) {
        var out = new StringBuilder("\u001b[?25l");
        Canvas before = shown;
        if (before == null
                || before.columns() != canvas.columns()
                || before.rows() != canvas.rows()) {
            out.append("\u001b[0m\u001b[2J");
            before = new Canvas(canvas.columns(), canvas.rows());
        }
        var pen = new Pen(out);
        for (int row = 0; row < canvas.rows(); row++) {
            row(canvas, before, row, pen);
        }
        pen.rest();
        if (canvas.cursorRow() >= 0) {
            pen.move(canvas.cursorColumn(), canvas.cursorRow());
            out.append("\u001b[?25h");
        }
        shown = canvas;
        return out.toString();
    }

    private static void row(Canvas canvas, Canvas before, int row, Pen pen) {
        for (int column = 0; column < canvas.columns(); column++) {
            String glyph = canvas.glyph(column, row);
            boolean same =
                    glyph.equals(before.glyph(column, row))
                            && canvas.style(column, row).equals(before.style(column, row));
            if (!same && !glyph.isEmpty()) {
                boolean wide =
                        column + 1 < canvas.columns() && canvas.glyph(column + 1, row).isEmpty();
                pen.write(column, row, glyph, wide ? 2 : 1, canvas.style(column, row));
            }
        }
    }

    /// Where the terminal writes next, and how.
    private static final class Pen {
        private final StringBuilder out;
        private int column = -1;
        private int row = -1;
        private Style style = Style.PLAIN;

        Pen(StringBuilder out) {
            this.out = out;
        }

        void write(int atColumn, int atRow, String glyph, int width, Style as) {
            if (column != atColumn || row != atRow) {
                move(atColumn, atRow);
            }
            if (!as.equals(style)) {
                change(as);
            }
            out.append(glyph);
            boolean sure = glyph.length() == 1 && glyph.charAt(0) < 0x7F;
            column = sure ? atColumn + width : -1; // terminals do not agree on other widths
        }

        void move(int toColumn, int toRow) {
            out.append("\u001b[").append(toRow + 1).append(';').append(toColumn + 1).append('H');
            column = toColumn;
            row = toRow;
        }

        private void change(Style to) {
            if (!to.link().equals(style.link())) {
                out.append("\u001b]8;;").append(to.link()).append("\u001b\\");
            }
            out.append(to.sequence());
            style = to;
        }

        void rest() {
            change(Style.PLAIN);
        }
    }
}
