package dev.jebi.spf;

/// Foreign text in words of ours.
final class SpfText {
    private static final int SHOWN = 80;

    private SpfText() {}

    /// A piece of a record that can stand in a log line or a header field.
    static String printable(String text) {
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return shown.replaceAll("[^ -~]", "?");
    }
}
