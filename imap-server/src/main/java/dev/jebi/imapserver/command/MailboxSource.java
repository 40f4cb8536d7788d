package dev.jebi.imapserver.command;

import dev.jebi.mailstore.MailboxName;

import java.util.List;

/// Mailboxes that ESEARCH searches (RFC 7377 §2.2, RFC 5465 §6).
public sealed interface MailboxSource {
    /// Sources without names.
    enum Plain implements MailboxSource {
        /// The mailbox that is selected.
        SELECTED,
        /// All of one's own.
        PERSONAL,
        /// Those that mail is delivered to.
        INBOXES,
        /// Those that are subscribed.
        SUBSCRIBED
    }

    /// These.
    record Named(List<MailboxName> names) implements MailboxSource {}

    /// These and what is below them.
    ///
    /// @param oneLevel whether only the next level below
    record Subtree(List<MailboxName> names, boolean oneLevel) implements MailboxSource {}
}
