package dev.jebi.useragent;

import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.tour.Step;
import dev.jebi.useragent.tour.Telling;
import dev.jebi.useragent.tour.Words;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Tells the tour to a person: each line as it crosses the wire, and below it what it means.
final class Guide implements Telling {
    /// The person has seen enough.
    static final class Left extends RuntimeException {
        Left() {
            super("left");
        }
    }

    /// What fits every terminal since the first ones.
    private static final int COLUMNS = 80;

    private static final String INDENT = "     ";
    private static final String BOLD = "\u001b[1m";
    private static final String FAINT = "\u001b[2m";
    private static final String END = "\u001b[0m";
    private static final String AWAY = "\u001b[A\r\u001b[2K";

    private final Output output;
    private final Words words;
    private final boolean coloured;
    private boolean pauses;
    private String before = "";

    /// @param pauses whether it waits for Enter where the person may read
    Guide(Output output, Words words, boolean coloured, boolean pauses) {
        this.output = output;
        this.words = words;
        this.coloured = coloured;
        this.pauses = pauses;
    }

    @Override
    public void tell(Step step) {
        if (step.side().isEmpty()) {
            output.line("");
            output.line(styled(BOLD, "== " + step.line() + " =="));
            step.meaning().lines().forEach(line -> wrapped("", line, ""));
            output.line("");
            before = "";
            return;
        }
        output.line(step.side().get().shown(step.line(), coloured));
        if (!step.meaning().equals(before)) { // a text of many lines means the same many times
            wrapped(INDENT, step.meaning(), FAINT);
        }
        before = step.meaning();
    }

    private void wrapped(String indent, String text, String style) {
        for (String line : Columns.wrap(text, COLUMNS - 1 - indent.length())) {
            output.line(styled(style, indent + line));
        }
    }

    private String styled(String style, String text) {
        return coloured && !style.isEmpty() ? style + text + END : text;
    }

    @Override
    public void pause() {
        if (!pauses) {
            return;
        }
        before = "";
        output.text(styled(FAINT, words.of("note.enter")) + " ");
        String typed = typed();
        if (coloured) {
            output.text(AWAY);
        }
        if (typed.toLowerCase(Locale.ROOT).startsWith("q")) {
            throw new Left();
        }
    }

    /// What the person typed before Enter; nobody is waited for where nobody is left.
    private String typed() {
        try {
            var line = new StringBuilder();
            int octet;
            while ((octet = output.in().read()) >= 0 && octet != '\n') {
                if (line.length() < COLUMNS) {
                    line.append(new String(new byte[] {(byte) octet}, StandardCharsets.US_ASCII));
                }
            }
            pauses = octet >= 0;
            return line.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
