package dev.jebi.useragent.reading;

import java.util.ArrayList;
import java.util.List;

/// A text set in lines.
///
/// @param links where the numbered links lead, in order
/// @param pictures how many pictures of others' servers it has; none is fetched
/// @param trackers how many of these cannot be seen and only tell that it was read
/// @param cut whether there was more than is ever shown
public record Readable(
        List<Line> lines, List<String> links, int pictures, int trackers, boolean cut) {
    private static final int LONG_QUOTE = 6;

    /// The lines with long quotes cut to their first line and a count.
    public List<Line> folded() {
        var folded = new ArrayList<Line>();
        for (int i = 0; i < lines.size(); ) {
            int end = i;
            while (end < lines.size() && lines.get(end).quote() > 0) {
                end++;
            }
            if (end - i >= LONG_QUOTE) {
                folded.add(lines.get(i));
                String more = "▸ " + (end - i - 1) + " more quoted lines";
                folded.add(new Line(1, List.of(new Run(more, Look.NOTE, 0))));
                i = end;
            } else {
                folded.addAll(lines.subList(i, Math.max(end, i + 1)));
                i = Math.max(end, i + 1);
            }
        }
        return folded;
    }

    /// What a person is told of pictures, e.g. `3 remote pictures, 1 tracker, not fetched`; empty
    /// where there are none.
    public String pictureNote() {
        if (pictures == 0) {
            return "";
        }
        String seen = pictures == 1 ? "1 remote picture" : pictures + " remote pictures";
        String unseen =
                switch (trackers) {
                    case 0 -> "";
                    case 1 -> ", 1 tracker";
                    default -> ", " + trackers + " trackers";
                };
        return seen + unseen + ", not fetched";
    }

    /// The whole as text: the lines, the links, what was not fetched.
    public String plain() {
        String more = cut ? "\n(there is more than is shown)\n" : "";
        String note = pictureNote();
        return text(more) + (note.isEmpty() ? "" : "\n(" + note + ")\n");
    }

    /// The lines and the links: what the author wrote, without what we say about it.
    public String quotable() {
        return text("");
    }

    private String text(String afterLines) {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(line.plain().stripTrailing()).append('\n'));
        text.append(afterLines);
        boolean numbered = lines.stream().flatMap(l -> l.runs().stream()).anyMatch(r -> numbers(r));
        for (int i = 0; numbered && i < links.size(); i++) {
            text.append(i == 0 ? "\n" : "");
            text.append('[').append(i + 1).append("] ").append(links.get(i)).append('\n');
        }
        return text.toString();
    }

    private static boolean numbers(Run run) {
        return run.look() == Look.NOTE && run.link() > 0;
    }
}
