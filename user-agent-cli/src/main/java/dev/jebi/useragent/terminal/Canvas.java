package dev.jebi.useragent.terminal;

import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.SafeText;

import java.util.Arrays;

/// What a screen shows: a character and a style in each cell. A wide character takes two cells, of
/// which the second is empty. What drives a terminal cannot be put here.
public final class Canvas {
    private static final String BLANK = " ";
    private static final String SECOND = "";

    private final int columns;
    private final int rows;
    private final String[] glyphs;
    private final Style[] styles;
    private int cursorColumn = -1;
    private int cursorRow = -1;

    public Canvas(int columns, int rows) {
        this.columns = Math.max(columns, 1);
        this.rows = Math.max(rows, 1);
        glyphs = new String[this.columns * this.rows];
        styles = new Style[this.columns * this.rows];
        Arrays.fill(glyphs, BLANK);
        Arrays.fill(styles, Style.PLAIN);
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return rows;
    }

    /// Writes a text; what does not fit is cut.
    ///
    /// @return the column after it
    public int put(int column, int row, String text, Style style) {
        return put(column, row, columns, text, style);
    }

    /// Writes a text that ends before a column at the latest.
    ///
    /// @return the column after it
    public int put(int column, int row, int end, String text, Style style) {
        int limit = Math.min(end, columns);
        if (row < 0 || row >= rows) {
            return column;
        }
        int at = column;
        int last = -1;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int width = SafeText.dangerous(c) ? 1 : Columns.width(c);
            if (width == 0) {
                mark(row, last, c);
                continue;
            }
            if (at + width > limit) {
                break;
            }
            if (at >= 0) {
                String glyph = SafeText.dangerous(c) ? "\uFFFD" : Character.toString(c);
                set(at, row, glyph, width, style);
                last = at;
            }
            at += width;
        }
        return at;
    }

    /// Puts a mark on the character before it.
    private void mark(int row, int column, int mark) {
        if (column >= 0 && glyphs[row * columns + column].length() < 8) {
            glyphs[row * columns + column] += Character.toString(mark);
        }
    }

    private void set(int column, int row, String glyph, int width, Style style) {
        int cell = row * columns + column;
        clearHalves(cell, column);
        if (width == 2) {
            clearHalves(cell + 1, column + 1);
            glyphs[cell + 1] = SECOND;
            styles[cell + 1] = style;
        }
        glyphs[cell] = glyph;
        styles[cell] = style;
    }

    /// What stands there may be half of a wide character: its other half goes too.
    private void clearHalves(int cell, int column) {
        if (glyphs[cell].isEmpty() && column > 0) {
            glyphs[cell - 1] = BLANK;
        }
        if (column + 1 < columns && glyphs[cell + 1].isEmpty()) {
            glyphs[cell + 1] = BLANK;
        }
    }

    /// Fills a rectangle with blanks.
    public void fill(Box box, Style style) {
        for (int row = Math.max(box.row(), 0); row < Math.min(box.endRow(), rows); row++) {
            put(box.column(), row, box.endColumn(), BLANK.repeat(box.columns()), style);
        }
    }

    /// Where the cursor is seen.
    public void cursor(int column, int row) {
        boolean inside = column >= 0 && column < columns && row >= 0 && row < rows;
        cursorColumn = inside ? column : -1;
        cursorRow = inside ? row : -1;
    }

    int cursorColumn() {
        return cursorColumn;
    }

    int cursorRow() {
        return cursorRow;
    }

    String glyph(int column, int row) {
        return glyphs[row * columns + column];
    }

    Style style(int column, int row) {
        return styles[row * columns + column];
    }

    /// A row as text, as a person sees it.
    public String text(int row) {
        var text = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            text.append(glyph(i, row));
        }
        return text.toString().stripTrailing();
    }
}
