package dev.jebi.mailstore;

import java.util.OptionalInt;

/// What becomes of messages that are removed whatever their flags.
public sealed interface Removal {
    /// They are gone at once.
    record ForGood() implements Removal {}

    /// They can be restored ([MailStore#kept]), unless nothing is kept here at all.
    ///
    /// @param days for so long, 1 to [#MOST_DAYS]; empty for as long as whatever is expunged
    record Kept(OptionalInt days) implements Removal {
        /// The longest that can be asked for.
        public static final int MOST_DAYS = 10_000;

        public Kept {
            if (days.isPresent() && (days.getAsInt() < 1 || days.getAsInt() > MOST_DAYS)) {
                throw new IllegalArgumentException("kept for so many days: " + days);
            }
        }
    }

    /// They can be restored for as long as whatever is expunged.
    Removal KEPT = new Kept(OptionalInt.empty());
}
