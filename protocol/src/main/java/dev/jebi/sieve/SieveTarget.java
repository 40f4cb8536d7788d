package dev.jebi.sieve;

import java.util.Optional;

/// Where a copy is filed.
///
/// @param mailbox its name, in UTF-8
/// @param create whether it is made when it is missing (RFC 5490 §3.2)
/// @param specialUse an attribute such as `\Archive`: the mailbox that has it comes first (RFC 8579
///   §4)
/// @param mailboxId the mailbox with this id comes first (RFC 9042 §3)
public record SieveTarget(
        String mailbox, boolean create, Optional<String> specialUse, Optional<String> mailboxId) {
    /// A mailbox by its name alone.
    public SieveTarget(String mailbox) {
        this(mailbox, false, Optional.empty(), Optional.empty());
    }
}
