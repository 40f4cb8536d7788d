package dev.jebi.useragent.reading;

import dev.jebi.useragent.text.Columns;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Sets words in lines of a width; one text, one thread.
final class Setting {
    /// What stands before the lines of a block.
    private static final class Margin {
        private String first;
        private final String rest;

        Margin(String first, String rest) {
            this.first = first;
            this.rest = rest;
        }

        String take() {
            String taken = first;
            first = rest;
            return taken;
        }
    }

    private final int width;
    private final List<Line> lines = new ArrayList<>();
    private final List<Run> words = new ArrayList<>();
    private final Deque<Margin> margins = new ArrayDeque<>();
    private int quote;
    private boolean cut;

    Setting(int width) {
        this.width = Math.max(width, 20);
    }

    int width() {
        return Math.max(width - Line.room(quote) - marginWidth(), 10);
    }

    int quote() {
        return quote;
    }

    /// Whether nothing more is taken; asked before there is more.
    boolean full() {
        cut |= lines.size() >= ReadingLimits.LINES;
        return cut;
    }

    boolean cut() {
        return cut;
    }

    /// Whether a line begins here.
    boolean atStart() {
        return words.isEmpty();
    }

    /// The last character of the line so far; a space at its start.
    char last() {
        return words.isEmpty()
                ? ' '
                : words.getLast().text().charAt(words.getLast().text().length() - 1);
    }

    /// Words, after those that stand there.
    void words(String text, Look look, int link) {
        if (!text.isEmpty()) {
            words.add(new Run(text, look, link));
        }
    }

    /// Ends the line, if one has begun.
    void end() {
        if (!words.isEmpty()) {
            flush();
        }
    }

    /// Ends the line, empty or not.
    void newline() {
        flush();
    }

    /// An empty line before what follows; never two, and none at the beginning.
    void gap() {
        end();
        if (!lines.isEmpty() && !lines.getLast().blank()) {
            add(List.of());
        }
    }

    void quote(int depth) {
        end();
        boolean closes = depth < quote && !lines.isEmpty() && lines.getLast().blank();
        if (closes) {
            lines.set(lines.size() - 1, new Line(depth, List.of())); // it parts, and is no quote
        }
        quote = depth;
    }

    /// A block whose lines begin with that.
    void enter(String first, String rest) {
        end();
        margins.addLast(new Margin(first, rest));
    }

    void leave() {
        end();
        if (!margins.isEmpty()) {
            margins.removeLast();
        }
    }

    List<Line> done() {
        end();
        while (!lines.isEmpty() && lines.getLast().blank()) {
            lines.removeLast();
        }
        return List.copyOf(lines);
    }

    private int marginWidth() {
        return margins.stream().mapToInt(m -> Columns.width(m.rest)).sum();
    }

    private void flush() {
        var text = new StringBuilder();
        words.forEach(run -> text.append(run.text()));
        var cutter = new Cutter();
        for (Columns.Piece piece : Columns.breaks(text.toString(), width())) {
            if (full()) {
                break;
            }
            var runs = new ArrayList<Run>();
            margin().ifPresent(runs::add);
            cutter.slice(piece, runs);
            add(runs);
        }
        words.clear();
    }

    private Optional<Run> margin() {
        var all = new StringBuilder();
        margins.forEach(m -> all.append(m.take()));
        return all.isEmpty() ? Optional.empty() : Optional.of(Run.plain(all.toString()));
    }

    /// Cuts the words at the ends of lines; goes through them once, as a line may have a million.
    private final class Cutter {
        private int run;
        private int at;

        /// The runs of a piece; pieces come in order.
        void slice(Columns.Piece piece, List<Run> into) {
            while (run < words.size() && at < piece.end()) {
                Run whole = words.get(run);
                int length = whole.text().length();
                int from = Math.max(piece.from() - at, 0);
                int end = Math.min(piece.end() - at, length);
                if (from < end) {
                    into.add(
                            new Run(whole.text().substring(from, end), whole.look(), whole.link()));
                }
                if (at + length > piece.end()) {
                    return; // the rest of it is for the next line
                }
                at += length;
                run++;
            }
        }
    }

    private void add(List<Run> runs) {
        if (!full()) {
            lines.add(new Line(quote, List.copyOf(runs)));
        }
    }
}
