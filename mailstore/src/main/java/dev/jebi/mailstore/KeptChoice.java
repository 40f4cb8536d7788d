package dev.jebi.mailstore;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Which of an account's expunged messages are meant.
///
/// @param mailbox only those that were in it
/// @param since only those that were expunged then or later
/// @param ids only these; none is every one
public record KeptChoice(Optional<MailboxName> mailbox, Optional<Instant> since, Set<KeptId> ids) {
    /// All that there are.
    public static final KeptChoice ALL =
            new KeptChoice(Optional.empty(), Optional.empty(), Set.of());

    /// These alone.
    public static KeptChoice of(Set<KeptId> ids) {
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("none is chosen");
        }
        return new KeptChoice(Optional.empty(), Optional.empty(), Set.copyOf(ids));
    }
}
