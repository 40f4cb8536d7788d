package dev.jebi.useragent;

import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.StableId;
import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.SafeText;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Rows of a mailbox as verbs write them.
final class RowText {
    private static final int FROM = 24;

    private RowText() {}

    static Value.Rows values(List<Envelope> rows) {
        var values = new ArrayList<Value>(rows.size());
        for (Envelope row : rows) {
            values.add(value(row));
        }
        return new Value.Rows(values);
    }

    static Value.Fields value(Envelope row) {
        return new Value.Fields()
                .put("id", row.name())
                .put("ref", row.ref().toString())
                .put("thread", StableId.text(row.thread()))
                .put("date", instant(row.date()))
                .put("flags", row.flags())
                .put("from", People.first(row.from()))
                .put("to", People.all(row.words().to()))
                .put("subject", row.subject())
                .put("size", row.size())
                .put("attachment", row.attachment());
    }

    /// A list for people: the name to type, when, marks, who, what.
    static void lines(Output output, List<Envelope> rows) {
        int width = 0;
        for (Envelope row : rows) {
            width = Math.max(width, Columns.width(shown(row)));
        }
        var text = new StringBuilder();
        String named = System.getenv("TZ");
        LocalOffset.Clock clock = LocalOffset.clock(named == null ? "" : named);
        for (Envelope row : rows) {
            text.append(Columns.fit(shown(row), width)).append(' ');
            when(clock.at(row.date()), text);
            text.append(' ')
                    .append(row.seen() ? ' ' : 'N')
                    .append(row.has("answered") ? 'r' : ' ')
                    .append(row.has("flagged") ? '!' : ' ')
                    .append(row.attachment() ? '@' : ' ')
                    .append(' ')
                    .append(Columns.fit(SafeText.line(row.from()), FROM))
                    .append(' ')
                    .append(SafeText.line(row.subject()).stripTrailing())
                    .append('\n');
        }
        output.text(text);
    }

    private static String shown(Envelope row) {
        return SafeText.line(row.ref().toString());
    }

    /// RFC 3339 in UTC.
    private static String instant(Instant time) {
        var text = new StringBuilder();
        LocalDateTime date = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
        if (date.getYear() < 0 || date.getYear() > 9_999) {
            return time.toString();
        }
        day(date, text);
        two(date.getHour(), text.append('T'));
        two(date.getMinute(), text.append(':'));
        two(date.getSecond(), text.append(':'));
        return text.append('Z').toString();
    }

    /// Without a formatter, which alone costs a list a quarter of its time.
    private static void when(LocalDateTime date, StringBuilder text) {
        day(date, text);
        two(date.getHour(), text.append(' '));
        two(date.getMinute(), text.append(':'));
    }

    private static void day(LocalDateTime date, StringBuilder text) {
        two(date.getYear() / 100, text);
        two(date.getYear() % 100, text);
        two(date.getMonthValue(), text.append('-'));
        two(date.getDayOfMonth(), text.append('-'));
    }

    private static void two(int number, StringBuilder text) {
        text.append((char) ('0' + number / 10 % 10)).append((char) ('0' + number % 10));
    }
}
