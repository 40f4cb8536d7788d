package dev.jebi.useragent.panes;

import dev.jebi.useragent.terminal.Box;
import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.Style;
import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.SafeText;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The line that tells where one is: account, mailbox, which of how many, whether it is in step
/// with the server, how full the account is. Stage thread only.
final class StatusBar {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int BAR = 10;
    private static final int NARROW = 60;
    private static final int ALMOST_FULL = 90;
    private static final int FULL = 100;

    private final Stage stage;
    private final Mail mail;
    private Optional<Instant> synced = Optional.empty();
    private Optional<String> offline = Optional.empty();
    private Optional<Mail.Fullness> quota = Optional.empty();
    private List<Mail.Outgoing> waiting = List.of();
    private Instant nextLook = Instant.EPOCH;

    StatusBar(Stage stage, Mail mail) {
        this.stage = stage;
        this.mail = mail;
    }

    void synced(Mail.Synced now) {
        synced = Optional.of(now.when());
        offline = Optional.empty();
    }

    void offline(String why) {
        if (offline.isEmpty()) {
            stage.warn("offline: " + why);
        }
        offline = Optional.of(why);
    }

    void quota(Optional<Mail.Fullness> now) {
        int before = concern(quota);
        quota = now;
        int percent = quota.map(Mail.Fullness::percent).orElse(0);
        if (concern(quota) > before) {
            stage.warn(
                    percent >= FULL
                            ? "the account is full: no mail can come in"
                            : "storage " + percent + " % full");
        }
    }

    /// Up to where it is told: each step is told once.
    private static int concern(Optional<Mail.Fullness> quota) {
        int percent = quota.map(Mail.Fullness::percent).orElse(0);
        return percent >= FULL ? FULL : percent >= ALMOST_FULL ? ALMOST_FULL : 0;
    }

    /// Looks what waits to be sent, once a second.
    void outbox() {
        Instant now = stage.clock().instant();
        if (now.isBefore(nextLook)) {
            return;
        }
        nextLook = now.plusSeconds(1);
        try {
            waiting = mail.outbox();
        } catch (IOException e) {
            stage.warn(Stage.sentence(e));
        }
    }

    void draw(Canvas canvas, Box box, String title, ListPane list) {
        Style style = stage.theme().style(Role.STATUS);
        canvas.fill(box, style);
        String right = right(box.columns());
        int end = box.endColumn() - Columns.width(right) - 1;
        int size = list.listing().size();
        String place = size == 0 ? "0/0" : (list.cursor() + 1) + "/" + size;
        String marks = list.marks() > 0 ? "  " + list.marks() + " marked" : "";
        int room = end - 1 - box.column() - Columns.width(place + marks) - 2;
        String left = where(title, room) + "  " + place + marks + "  " + state();
        canvas.put(box.column(), box.row(), end - 1, left, style.inBold());
        boolean full = quota.map(q -> q.percent() >= ALMOST_FULL).orElse(false);
        canvas.put(
                end,
                box.row(),
                box.endColumn(),
                right,
                full ? stage.theme().style(Role.FULL) : style);
    }

    /// Account and mailbox, or the mailbox alone where there is little room: which of how many is
    /// told in any case.
    private String where(String title, int columns) {
        String both = SafeText.line(" " + mail.name() + "  " + title);
        if (Columns.width(both) <= columns) {
            return both;
        }
        String alone = SafeText.line(" " + title);
        return Columns.width(alone) <= columns ? alone : Columns.fit(alone, Math.max(columns, 0));
    }

    private String state() {
        String busy = stage.busy();
        if (!busy.isEmpty()) {
            return busy;
        }
        String step = offline.isPresent() ? "offline" : "";
        if (step.isEmpty()) {
            step = synced.map(when -> "synced " + TIME.format(when)).orElse("");
        }
        return waiting.isEmpty() ? step : step + "  " + waiting();
    }

    private String waiting() {
        Instant now = stage.clock().instant();
        long seconds =
                waiting.stream()
                        .filter(w -> w.due().isAfter(now) && w.trouble().isEmpty())
                        .mapToLong(w -> Duration.between(now, w.due()).toSeconds() + 1)
                        .min()
                        .orElse(0);
        return seconds > 0 ? "sending in " + seconds + " s" : "outbox " + waiting.size();
    }

    private String right(int columns) {
        if (quota.isEmpty()) {
            return "";
        }
        int percent = quota.get().percent();
        int filled = Math.clamp((long) percent * BAR / FULL, 0, BAR);
        if (columns < NARROW) {
            return percent + " % full ";
        }
        String bar =
                columns >= 100 ? "[" + "#".repeat(filled) + "·".repeat(BAR - filled) + "] " : "";
        return "storage " + bar + percent + " % full ";
    }

    /// What was told last, or the keys pressed so far.
    void word(Canvas canvas, Box box, String pressed) {
        String said = stage.said();
        Style style =
                stage.theme().style(stage.wrong() && !said.isEmpty() ? Role.WARNING : Role.TEXT);
        canvas.fill(box, stage.theme().style(Role.TEXT));
        int room = box.columns() - (pressed.isEmpty() ? 0 : 10);
        canvas.put(box.column(), box.row(), Columns.fit(said, room), style);
        if (!pressed.isEmpty()) {
            canvas.put(box.endColumn() - 9, box.row(), pressed, stage.theme().style(Role.KEY));
        } else if (said.isEmpty()) {
            canvas.put(
                    box.column(),
                    box.row(),
                    box.endColumn(),
                    "? keys   : command   ^K find",
                    stage.theme().style(Role.FAINT));
        }
    }

    /// The keys that a newcomer needs.
    void footer(Canvas canvas, Box box) {
        List<String[]> told = stage.keymap().told();
        int each = Math.max(box.columns() / Math.max((told.size() + 1) / 2, 1), 8);
        for (int i = 0; i < told.size(); i++) {
            int row = box.row() + i % 2;
            int column = box.column() + i / 2 * each;
            int at =
                    canvas.put(
                            column, row, told.get(i)[0] + " ", stage.theme().style(Role.SELECTED));
            canvas.put(
                    at,
                    row,
                    Math.min(column + each, box.endColumn()),
                    " " + told.get(i)[1],
                    stage.theme().style(Role.TEXT));
        }
    }
}
