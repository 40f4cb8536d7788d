package dev.jebi.daemon;

/// Messages that a mark tells apart and that follow from it, octet for octet.
final class Marked {
    private static final String FIELD = "X-Mark: ";
    private static final String LINE = "the quick brown fox jumps over the lazy dog\r\n";

    /// So many messages have one that is large.
    private static final int LARGE_EVERY = 300;

    /// More than goes with others in one transaction.
    private static final int LARGE = 1_300_000;

    private static final int LONGEST = 6_000;

    private Marked() {}

    static String message(String mark) {
        int hash = Math.abs(mark.hashCode() % 1_000_003);
        int size = hash % LARGE_EVERY == 0 ? LARGE : hash % LONGEST;
        return FIELD
                + mark
                + "\r\nSubject: load\r\n\r\n"
                + LINE.repeat(size / LINE.length())
                + mark
                + "\r\n";
    }

    /// The mark of a message, with or without trace fields before it.
    static String mark(CharSequence message) {
        String text = message.toString();
        int from = text.indexOf(FIELD);
        return from < 0
                ? "none: " + text.substring(0, Math.min(400, text.length()))
                : text.substring(from + FIELD.length(), text.indexOf('\r', from));
    }
}
