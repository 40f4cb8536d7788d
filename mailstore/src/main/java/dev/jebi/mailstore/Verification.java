package dev.jebi.mailstore;

import java.util.List;

/// What reading everything came to.
///
/// @param octets of messages that were read
/// @param damaged messages that cannot be served, or were found damaged: account, mailbox and UID
/// @param complaints what else is not as it must be
public record Verification(
        long segments, long messages, long octets, List<String> damaged, List<String> complaints) {
    /// The most that are named.
    static final int NAMED = 10_000;

    /// Whether everything is as it must be.
    public boolean sound() {
        return damaged.isEmpty() && complaints.isEmpty();
    }
}
