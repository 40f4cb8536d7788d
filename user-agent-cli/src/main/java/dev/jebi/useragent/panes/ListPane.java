package dev.jebi.useragent.panes;

import dev.jebi.useragent.compose.Addressing;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.terminal.Box;
import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.Style;
import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.SafeText;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The list of messages: which are seen, and which one is meant. Stage thread only.
final class ListPane {
    private static final DateTimeFormatter TODAY = format("HH:mm");
    private static final DateTimeFormatter THIS_YEAR = format("MM-dd");
    private static final DateTimeFormatter LONG_AGO = format("yyyy-MM");
    private static final int DATE = 7;
    private static final int FLAGS = 5;

    private final ZoneId zone;
    private final Set<MessageRef> marked = new LinkedHashSet<>();
    private Listing listing;
    private int cursor;
    private int top;
    private int height = 10;
    private boolean recipients;

    ListPane(Listing listing, ZoneId zone) {
        this.listing = listing;
        this.zone = zone;
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    /// Shows another list from its beginning.
    ///
    /// @param toRecipients whether the people of interest are those who get the messages
    void show(Listing other, boolean toRecipients) {
        listing = other;
        recipients = toRecipients;
        cursor = 0;
        top = 0;
        marked.clear();
    }

    Listing listing() {
        return listing;
    }

    int cursor() {
        return cursor;
    }

    /// Rows of a page.
    int page() {
        return Math.max(height - 1, 1);
    }

    void go(int line) {
        cursor = Math.clamp(line, 0, Math.max(listing.size() - 1, 0));
    }

    /// The message that is meant, if there is any.
    Optional<Envelope> current() throws IOException {
        return listing.item(cursor).map(Listing.Item::envelope);
    }

    /// The marked messages, else the one that is meant.
    List<MessageRef> meant() throws IOException {
        if (!marked.isEmpty()) {
            return List.copyOf(marked);
        }
        return current().map(e -> List.of(e.ref())).orElse(List.of());
    }

    int marks() {
        return marked.size();
    }

    void mark() throws IOException {
        Optional<Envelope> current = current();
        current.ifPresent(e -> {
            if (!marked.remove(e.ref())) {
                marked.add(e.ref());
            }
        });
        go(cursor + 1);
    }

    void unmark() {
        marked.clear();
    }

    /// Reads anew, and stays with the message that is meant.
    void refresh() throws IOException {
        Optional<Envelope> before = current();
        listing.refresh();
        if (before.isPresent()) {
            Optional<Integer> line = listing.lineOf(before.get().ref(), cursor);
            line.ifPresent(this::go);
        }
        go(cursor);
    }

    /// Shows conversations, and stays with the message that is meant; at the beginning of a plain
    /// list with the beginning.
    void arrange(Listing.Arrangement by) throws IOException {
        boolean begins = cursor == 0 && !listing.arranged();
        Optional<Envelope> before = begins ? Optional.empty() : current();
        listing.arrange(Optional.of(by));
        Optional<Integer> line =
                before.isPresent() ? listing.lineOf(before.get().ref(), cursor) : Optional.of(0);
        go(line.orElse(cursor));
    }

    /// The nearest line after the cursor, and then from the beginning, whose message is unread.
    Optional<Integer> nextUnread() throws IOException {
        int size = listing.size();
        int most = Math.min(size, 5_000);
        for (int i = 1; i <= most; i++) {
            int line = (cursor + i) % size;
            Optional<Listing.Item> item = listing.item(line);
            if (item.isPresent() && !item.get().envelope().seen()) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    void draw(Canvas canvas, Box box, Theme theme, boolean focused, Instant now)
            throws IOException {
        height = box.rows();
        top = Math.clamp(top, Math.max(cursor - height + 1, 0), cursor);
        int size = listing.size();
        top = Math.min(top, Math.max(size - height, 0)); // no empty lines where there is room again
        if (size == 0) {
            canvas.put(
                    box.column() + 1,
                    box.row(),
                    box.endColumn(),
                    "no messages",
                    theme.style(Role.FAINT));
        }
        for (int i = 0; i < height && top + i < size; i++) {
            Optional<Listing.Item> item = listing.item(top + i);
            if (item.isPresent()) {
                boolean here = top + i == cursor;
                Style style = style(item.get().envelope(), theme, here, focused);
                canvas.put(
                        box.column(),
                        box.row() + i,
                        box.endColumn(),
                        Columns.fit(line(item.get(), box.columns(), now), box.columns()),
                        style);
            }
        }
    }

    private Style style(Envelope e, Theme theme, boolean here, boolean focused) {
        Style style = theme.style(Role.TEXT);
        if (!e.seen()) {
            style = theme.style(Role.UNREAD).over(style);
        }
        if (e.has("flagged")) {
            style = theme.style(Role.FLAGGED).over(style);
        }
        if (marked.contains(e.ref())) {
            style = theme.style(Role.MARKED).over(style);
        }
        if (listing.leaving(e.ref()) || e.has("deleted")) {
            style = theme.style(Role.FAINT).over(style);
        }
        if (here) {
            style = theme.style(focused ? Role.SELECTED : Role.SELECTED_ELSEWHERE).over(style);
        }
        return style;
    }

    private String line(Listing.Item item, int columns, Instant now) {
        Envelope e = item.envelope();
        int who = Math.clamp(columns / 4, 8, 24);
        var line = new StringBuilder();
        line.append(marks(e)).append(Columns.fit(date(e.date(), now), DATE)).append(' ');
        line.append(Columns.fit(who(e), who)).append("  ");
        if (item.depth() > 0) {
            line.append("  ".repeat(item.depth() - 1)).append("└ ");
        }
        String subject = SafeText.line(e.subject()).strip();
        line.append(subject.isEmpty() ? "(no subject)" : subject);
        if (item.replies() > 0) {
            line.append("  (+").append(item.replies()).append(')');
        }
        int most = Math.max(columns, FLAGS) * 4; // what cannot be seen need not be measured
        return line.length() > most ? Columns.cut(line.toString(), columns + 1) : line.toString();
    }

    private String marks(Envelope e) {
        char mark = marked.contains(e.ref()) ? '>' : listing.leaving(e.ref()) ? 'x' : ' ';
        char state = !e.seen() ? 'N' : e.has("answered") ? 'r' : e.has("$Forwarded") ? 'f' : ' ';
        return ""
                + mark
                + state
                + (e.has("flagged") ? '*' : ' ')
                + (e.attachment() ? '@' : ' ')
                + ' ';
    }

    private String who(Envelope e) {
        String field = recipients ? e.words().to() : e.from();
        var pieces = Addressing.pieces(field.length() > 2_000 ? field.substring(0, 2_000) : field);
        if (pieces.isEmpty()) {
            return "";
        }
        String first = SafeText.line(Addressing.shown(pieces.getFirst()));
        return pieces.size() > 1 ? first + " +" + (pieces.size() - 1) : first;
    }

    private String date(Instant date, Instant now) {
        ZonedDateTime then = date.atZone(zone);
        ZonedDateTime here = now.atZone(zone);
        if (then.toLocalDate().equals(here.toLocalDate())) {
            return TODAY.format(then);
        }
        boolean near =
                date.isAfter(now.minusSeconds(300L * 86_400))
                        && date.isBefore(now.plusSeconds(86_400));
        return near ? THIS_YEAR.format(then) : LONG_AGO.format(then);
    }

    /// The lines that can be seen, as plain words, for a reader of lines.
    List<String> told(Instant now) throws IOException {
        var told = new ArrayList<String>();
        int from = Math.max(cursor, 0);
        for (int i = from; i < Math.min(from + 10, listing.size()); i++) {
            Optional<Listing.Item> item = listing.item(i);
            if (item.isPresent()) {
                Envelope e = item.get().envelope();
                told.add(
                        (i + 1)
                                + ". "
                                + (e.seen() ? "" : "unread, ")
                                + (e.has("flagged") ? "flagged, " : "")
                                + "from "
                                + who(e)
                                + ", "
                                + SafeText.line(e.subject())
                                + ", "
                                + date(e.date(), now)
                                + (e.attachment() ? ", with attachment" : ""));
            }
        }
        return told;
    }
}
