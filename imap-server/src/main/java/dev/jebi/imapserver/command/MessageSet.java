package dev.jebi.imapserver.command;

import java.util.List;

/// Messages that a command names (RFC 9051 §9 `sequence-set`): by sequence number or by UID, which
/// are different things.
public sealed interface MessageSet {
    /// `*`: the last message.
    long STAR = 0;

    /// The ranges as they were given.
    List<Range> ranges();

    /// Whether it is `$`: what the last search saved (RFC 5182 §2.1), by either kind of number.
    default boolean saved() {
        return ranges().equals(Range.SAVED);
    }

    /// By sequence number.
    record Numbers(List<Range> ranges) implements MessageSet {}

    /// By UID.
    record Uids(List<Range> ranges) implements MessageSet {}

    /// Two numbers in either order; [#STAR] for `*`.
    record Range(long one, long other) {
        /// `$`
        static final List<Range> SAVED = List.of(new Range(-1, -1));

        /// The lower end, where the last message has the number `last`.
        public long low(long last) {
            return Math.min(end(one, last), end(other, last));
        }

        /// The upper end, where the last message has the number `last`.
        public long high(long last) {
            return Math.max(end(one, last), end(other, last));
        }

        private static long end(long number, long last) {
            return number == STAR ? last : number;
        }
    }
}
