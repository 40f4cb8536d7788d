package dev.jebi.mailstore;

import java.util.stream.IntStream;

/// An account's quota and what is used of it; a limit of 0 is no limit.
public record Quota(long octetsLimit, long messagesLimit, long octetsUsed, long messagesUsed) {
    /// The owner is told when so many percent are used, each once when it is reached from below.
    private static final int[] LEVELS = {80, 95};

    /// Whether so many more octets in so many more messages still fit.
    public boolean fits(long octets, long messages) {
        return (octetsLimit == 0 || octetsUsed + octets <= octetsLimit)
                && (messagesLimit == 0 || messagesUsed + messages <= messagesLimit);
    }

    /// The highest of the percentages 80 and 95 that is reached, of octets or of messages; 0 for
    /// none.
    public int level() {
        return IntStream.of(LEVELS).filter(this::reached).max().orElse(0);
    }

    private boolean reached(int percent) {
        return reached(octetsUsed, octetsLimit, percent)
                || reached(messagesUsed, messagesLimit, percent);
    }

    private static boolean reached(long used, long limit, int percent) {
        // limit * percent / 100, rounded up, without overflow
        long enough = limit / 100 * percent + Math.ceilDiv(limit % 100 * percent, 100);
        return limit > 0 && used >= enough;
    }
}
