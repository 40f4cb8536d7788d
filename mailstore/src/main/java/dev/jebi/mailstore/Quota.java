package dev.jebi.mailstore;

/// An account's quota and what is used of it; a limit of 0 is no limit.
public record Quota(long octetsLimit, long messagesLimit, long octetsUsed, long messagesUsed) {
    /// Whether so many more octets in so many more messages still fit.
    public boolean fits(long octets, long messages) {
        return (octetsLimit == 0 || octetsUsed + octets <= octetsLimit)
                && (messagesLimit == 0 || messagesUsed + messages <= messagesLimit);
    }
}
