package dev.jebi.pop3server;

import java.util.OptionalInt;

/// What becomes of a message that POP3 deletes.
public sealed interface Deletion {
    /// What the server's setting says.
    record AsServer() implements Deletion {}

    /// It is gone at once.
    record ForGood() implements Deletion {}

    /// It can be restored.
    ///
    /// @param days for so long, from 1 to 3,650; empty for as long as whatever is expunged
    record Backup(OptionalInt days) implements Deletion {
        /// The longest that can be asked for.
        public static final int MOST_DAYS = 3_650;

        public Backup {
            if (days.isPresent() && (days.getAsInt() < 1 || days.getAsInt() > MOST_DAYS)) {
                throw new IllegalArgumentException(
                        "a backup is kept for 1 to " + MOST_DAYS + " days");
            }
        }
    }
}
