package dev.jebi.mailstore;

/// Where messages are copied or moved to.
///
/// @param owner whose mailbox it is, and whose quota counts the copies
/// @param mailbox its name there
/// @param flags those that the copies keep (RFC 4314 §4)
public record CopyTarget(AccountId owner, MailboxName mailbox, FlagScope flags) {
    /// A mailbox whose copies keep all flags.
    public CopyTarget(AccountId owner, MailboxName mailbox) {
        this(owner, mailbox, FlagScope.ALL);
    }
}
