package dev.jebi.smtpserver;

import dev.jebi.transfer.ClientIdentity;

import java.util.Optional;

/// Where a session stands (RFC 5321 §4.1.4).
sealed interface SmtpState {
    /// Who speaks, where that was said.
    Optional<ClientIdentity> client();

    /// Before HELO or EHLO, and again after STARTTLS (RFC 3207 §4.2).
    record Fresh() implements SmtpState {
        @Override
        public Optional<ClientIdentity> client() {
            return Optional.empty();
        }
    }

    /// Between mail transactions.
    record Ready(ClientIdentity who) implements SmtpState {
        @Override
        public Optional<ClientIdentity> client() {
            return Optional.of(who);
        }
    }

    /// In a mail transaction, after MAIL.
    record Open(ClientIdentity who, Transaction transaction) implements SmtpState {
        @Override
        public Optional<ClientIdentity> client() {
            return Optional.of(who);
        }
    }

    /// In a mail transaction, after the first BDAT (RFC 3030 §2).
    record Chunking(ClientIdentity who, Transaction transaction, ArrivingContent spool)
            implements SmtpState {
        @Override
        public Optional<ClientIdentity> client() {
            return Optional.of(who);
        }
    }

    /// After a BDAT that failed: until RSET or LAST, chunks are dropped (RFC 3030 §2).
    record Spoilt(ClientIdentity who) implements SmtpState {
        @Override
        public Optional<ClientIdentity> client() {
            return Optional.of(who);
        }
    }

    /// The session ends.
    record Closed() implements SmtpState {
        @Override
        public Optional<ClientIdentity> client() {
            return Optional.empty();
        }
    }
}
