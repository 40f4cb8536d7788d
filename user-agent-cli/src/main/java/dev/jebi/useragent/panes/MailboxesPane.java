package dev.jebi.useragent.panes;

import dev.jebi.useragent.local.MailboxLine;
import dev.jebi.useragent.terminal.Box;
import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.Style;
import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.SafeText;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The mailboxes, those that every account has first. Stage thread only.
final class MailboxesPane {
    private static final List<String> FIRST =
            List.of("inbox", "flagged", "drafts", "sent", "archive", "all", "junk", "trash");

    private List<MailboxLine> lines = List.of();
    private int cursor;
    private int top;

    void show(List<MailboxLine> mailboxes) {
        lines =
                mailboxes.stream()
                        .sorted(
                                Comparator.comparingInt(MailboxesPane::rank)
                                        .thenComparing(l -> l.name().toLowerCase(Locale.ROOT)))
                        .toList();
        go(cursor);
    }

    private static int rank(MailboxLine line) {
        String use = line.name().equalsIgnoreCase("INBOX") ? "inbox" : line.use();
        int rank = FIRST.indexOf(use);
        return rank < 0 ? FIRST.size() : rank;
    }

    List<MailboxLine> lines() {
        return lines;
    }

    Optional<MailboxLine> named(String name) {
        return lines.stream().filter(l -> l.name().equals(name)).findFirst();
    }

    int cursor() {
        return cursor;
    }

    void go(int line) {
        cursor = Math.clamp(line, 0, Math.max(lines.size() - 1, 0));
    }

    void goTo(String name) {
        named(name).ifPresent(line -> go(lines.indexOf(line)));
    }

    Optional<MailboxLine> current() {
        return cursor < lines.size() ? Optional.of(lines.get(cursor)) : Optional.empty();
    }

    void draw(Canvas canvas, Box box, Theme theme, Optional<String> open) {
        canvas.fill(box, theme.style(Role.TEXT));
        top = Math.clamp(top, Math.max(cursor - box.rows() + 1, 0), cursor);
        top = Math.min(top, Math.max(lines.size() - box.rows(), 0));
        for (int i = 0; i < box.rows() && top + i < lines.size(); i++) {
            MailboxLine line = lines.get(top + i);
            boolean here = top + i == cursor && open.isEmpty();
            boolean opened = open.isPresent() && open.get().equals(line.name());
            Style style = theme.style(line.unseen() > 0 ? Role.UNREAD : Role.TEXT);
            if (!line.selectable()) {
                style = theme.style(Role.FAINT);
            }
            if (here || opened) {
                style = theme.style(here ? Role.SELECTED : Role.SELECTED_ELSEWHERE).over(style);
            }
            String count = line.unseen() > 0 ? " " + line.unseen() : "";
            int room = Math.max(box.columns() - 1 - count.length(), 1);
            String text = " " + Columns.fit(SafeText.line(shown(line)), room - 1) + count;
            canvas.put(
                    box.column(),
                    box.row() + i,
                    box.endColumn(),
                    Columns.fit(text, box.columns()),
                    style);
        }
    }

    /// The last part of a name, set in below its parents.
    private static String shown(MailboxLine line) {
        if (line.separator().isEmpty()) {
            return line.name();
        }
        int depth = 0;
        int last = 0;
        for (int at = line.name().indexOf(line.separator());
                at >= 0;
                at = line.name().indexOf(line.separator(), last)) {
            depth++;
            last = at + line.separator().length();
        }
        return "  ".repeat(Math.min(depth, 4)) + line.name().substring(last);
    }
}
