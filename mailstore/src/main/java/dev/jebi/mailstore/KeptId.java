package dev.jebi.mailstore;

import java.util.Locale;

/// The number of an expunged message among those of its account that can be restored.
public record KeptId(long value) {
    /// Reads what [#text] wrote, in any case.
    ///
    /// @throws IllegalArgumentException when it is no such id
    public static KeptId parse(String text) {
        if (!text.matches("[0-9A-Za-z]{1,13}")) {
            throw new IllegalArgumentException("'" + text + "' is no id of an expunged message");
        }
        return new KeptId(Long.parseLong(text.toLowerCase(Locale.ROOT), 36));
    }

    /// The id as people see it.
    public String text() {
        return Long.toString(value, 36).toUpperCase(Locale.ROOT);
    }
}
