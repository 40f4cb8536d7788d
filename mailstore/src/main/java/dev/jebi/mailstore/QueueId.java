package dev.jebi.mailstore;

import java.util.Locale;

/// The number of a message in the outbound queue.
public record QueueId(long value) {
    /// Reads what [#text] wrote, in any case.
    ///
    /// @throws IllegalArgumentException when it is no such id
    public static QueueId parse(String text) {
        if (!text.matches("[0-9A-Za-z]{1,12}")) {
            throw new IllegalArgumentException("'" + text + "' is no queue id");
        }
        return new QueueId(Long.parseLong(text.toLowerCase(Locale.ROOT), 36));
    }

    /// The id as people see it, in replies, logs and `jebi queue list`.
    public String text() {
        return Long.toString(value, 36).toUpperCase(Locale.ROOT);
    }
}
