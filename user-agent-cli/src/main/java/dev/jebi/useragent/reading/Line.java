package dev.jebi.useragent.reading;

import java.util.List;
import java.util.stream.Collectors;

/// A line that is ready to be shown.
///
/// @param quote how many times it is quoted
public record Line(int quote, List<Run> runs) {
    /// Deeper quotes are shown as this deep.
    public static final int DEEPEST = 6;

    /// The words of the line.
    public String text() {
        return runs.stream().map(Run::text).collect(Collectors.joining());
    }

    /// The line as people write it, with `>` for each quote.
    public String plain() {
        String marks = ">".repeat(Math.min(quote, DEEPEST));
        String text = text();
        return marks.isEmpty() ? text : text.isEmpty() ? marks : marks + " " + text;
    }

    /// Whether there is nothing to see.
    boolean blank() {
        return runs.stream().allMatch(r -> r.text().isBlank());
    }

    /// The columns that marks of quoting take.
    static int room(int quote) {
        return quote == 0 ? 0 : Math.min(quote, DEEPEST) + 1;
    }
}
