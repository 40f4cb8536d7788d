package dev.jebi.daemon;

/// What can be done with shared mailboxes. The first word is an account's address, or empty where
/// none is meant.
enum ShareAct {
    /// Name under Shared Folders.
    PUBLISH,
    /// Nothing more.
    WITHDRAW,
    /// Mailbox, whom, rights.
    GRANT,
    /// Mailbox, whom.
    REVOKE,
    /// Nothing more; without an account the published ones.
    LIST,
    /// Mailbox, octets; empty for no limit of its own.
    LIMIT,
    /// `yes` or `no`.
    OPERATOR,
    /// Name of the mailbox that shows what was expunged; empty for none.
    EXPUNGED
}
