package dev.jebi.pop3server;

import java.util.Optional;

/// The states of a session (RFC 1939 §3).
sealed interface Pop3State {
    /// The client has to say who it is.
    ///
    /// @param user what USER said, until PASS takes it
    record Authorization(Optional<String> user) implements Pop3State {}

    /// The client works on its maildrop, which is locked.
    ///
    /// @param policy the account's
    record Transaction(Maildrop maildrop, Pop3Policy policy) implements Pop3State {}

    /// QUIT was given on a maildrop: what is marked gets deleted.
    record Update(Maildrop maildrop, Pop3Policy policy) implements Pop3State {}

    /// Nothing more is read.
    record Ended() implements Pop3State {}
}
