package dev.jebi.useragent.reading;

/// How much of a message is read at most; more is told, not shown.
final class ReadingLimits {
    /// Octets of one text.
    static final int TEXT = 4 << 20;

    /// Characters of one HTML text: it is kept as a tree.
    static final int HTML = 2 << 20;

    /// Lines of a message.
    static final int LINES = 20_000;

    /// Links of a message.
    static final int LINKS = 1_000;

    /// Characters of a link; browsers take little more.
    static final int LINK = 2_048;

    /// Parts of a message.
    static final int PARTS = 500;

    /// Lines of a message that part its parts: of more none is read.
    static final int BOUNDARIES = 4 * PARTS;

    /// Parts within parts.
    static final int DEPTH = 30;

    /// HTML elements within elements.
    static final int HTML_DEPTH = 256;

    /// Rows and columns of a table that is shown as one.
    static final int ROWS = 500;

    static final int COLUMNS = 12;

    private ReadingLimits() {}
}
