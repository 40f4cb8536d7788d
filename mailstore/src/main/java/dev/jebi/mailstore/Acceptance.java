package dev.jebi.mailstore;

import java.util.Optional;
import java.util.Set;

/// How the acceptance of a message ends.
public sealed interface Acceptance {
    /// It is durable: every copy that fits is in its mailbox, every relayed recipient in the queue.
    ///
    /// @param queued the number in the outbound queue, where something was relayed
    /// @param overQuota accounts whose quota did not hold it any more; theirs is for the caller to
    ///   bounce
    record Accepted(Optional<QueueId> queued, Set<AccountId> overQuota) implements Acceptance {}

    /// Nothing was stored, because no copy fitted and nothing was relayed.
    record OverQuota() implements Acceptance {}

    /// Nothing was stored, because there is no room on the disk; try again later.
    record NoRoom() implements Acceptance {}
}
