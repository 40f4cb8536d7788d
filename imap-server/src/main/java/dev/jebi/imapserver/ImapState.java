package dev.jebi.imapserver;

import dev.jebi.mailstore.Account;

/// The state of a session (RFC 9051 §3).
sealed interface ImapState {
    /// Nobody has logged in.
    record NotAuthenticated() implements ImapState {}

    /// Somebody has.
    sealed interface LoggedIn extends ImapState {
        Account account();
    }

    /// No mailbox is selected.
    record Authenticated(Account account) implements LoggedIn {}

    /// A mailbox is selected.
    record Selected(Account account, SelectedMailbox view) implements LoggedIn {}

    /// The session ends.
    record LoggedOut() implements ImapState {}
}
