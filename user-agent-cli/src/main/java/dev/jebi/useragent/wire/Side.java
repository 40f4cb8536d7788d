package dev.jebi.useragent.wire;

import dev.jebi.useragent.text.SafeText;

/// Who says a line of a dialogue.
public enum Side {
    CLIENT("C: ", "\u001b[36m"),
    SERVER("S: ", "\u001b[32m");

    private static final String END = "\u001b[0m";

    private final String who;
    private final String colour;

    Side(String who, String colour) {
        this.who = who;
        this.colour = colour;
    }

    /// A line as a terminal may show it.
    public String shown(String line, boolean coloured) {
        String shown = who + SafeText.line(line);
        return coloured ? colour + shown + END : shown;
    }
}
