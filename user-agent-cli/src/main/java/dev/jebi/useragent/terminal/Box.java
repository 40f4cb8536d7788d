package dev.jebi.useragent.terminal;

/// A rectangle of cells.
public record Box(int column, int row, int columns, int rows) {
    public Box {
        columns = Math.max(columns, 0);
        rows = Math.max(rows, 0);
    }

    public int endColumn() {
        return column + columns;
    }

    public int endRow() {
        return row + rows;
    }

    /// The upper part.
    public Box top(int some) {
        return new Box(column, row, columns, Math.min(some, rows));
    }

    /// What is below the upper part.
    public Box below(int some) {
        return new Box(column, row + some, columns, rows - some);
    }

    /// The left part.
    public Box left(int some) {
        return new Box(column, row, Math.min(some, columns), rows);
    }

    /// What is right of the left part.
    public Box rightOf(int some) {
        return new Box(column + some, row, columns - some, rows);
    }
}
