package dev.jebi.mailstore;

/// How CREATE, DELETE or RENAME ends.
public sealed interface MailboxChange {
    /// Done; the mailbox as it is now (for DELETE: as it was).
    record Done(MailboxInfo mailbox) implements MailboxChange {}

    /// There is no such mailbox.
    record NoSuchMailbox() implements MailboxChange {}

    /// There is one already.
    record AlreadyExists() implements MailboxChange {}

    /// Not to be done: INBOX, a mailbox with children where that matters, a name inside itself.
    record Refused(String why) implements MailboxChange {}
}
