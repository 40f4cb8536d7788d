package dev.jebi.pop3server;

import dev.jebi.sasl.SaslMechanism;

import java.util.Optional;

/// A command, grouped by the states in which it may be given, so that the state check is the switch
/// that runs it.
sealed interface Pop3Command {
    /// In the AUTHORIZATION and the TRANSACTION state.
    sealed interface Anywhere extends Pop3Command {}

    /// In the AUTHORIZATION state (RFC 1939 §4, §7).
    sealed interface BeforeLogin extends Pop3Command {}

    /// In the TRANSACTION state (RFC 1939 §5, §7).
    sealed interface OnMaildrop extends Pop3Command {}

    /// RFC 2449 §5.
    record Capa() implements Anywhere {}

    /// RFC 6856 §3: a language, `*` for the server's choice.
    record Lang(String range) implements Anywhere {}

    /// LANG without argument: which languages there are (RFC 6856 §3).
    record Languages() implements Anywhere {}

    /// RFC 6856 §2.1 wants it before signing in; Outlook sends it behind, and there it does no
    /// harm.
    record Utf8() implements Anywhere {}

    /// RFC 1939 §4 and §6.
    record Quit() implements Anywhere {}

    /// RFC 1939 §7.
    record User(String login) implements BeforeLogin {}

    /// RFC 1939 §7.
    record Pass(String password) implements BeforeLogin {
        @Override
        public String toString() {
            return "Pass[]"; // a password is never printed
        }
    }

    /// RFC 5034 §4.
    ///
    /// @param initial the initial response, decoded
    record Auth(SaslMechanism mechanism, Optional<byte[]> initial) implements BeforeLogin {
        @Override
        public String toString() {
            return "Auth[" + mechanism + "]"; // an initial response may hold a password
        }
    }

    /// AUTH without argument: which mechanisms there are. Older than RFC 5034, and Thunderbird and
    /// Outlook send it.
    record AuthMechanisms() implements BeforeLogin {}

    /// RFC 2595 §4.
    record Stls() implements BeforeLogin {}

    /// RFC 1939 §5.
    record Stat() implements OnMaildrop {}

    /// RFC 1939 §5.
    record List(Optional<MessageNumber> message) implements OnMaildrop {}

    /// RFC 1939 §5.
    record Retr(MessageNumber message) implements OnMaildrop {}

    /// RFC 1939 §5.
    record Dele(MessageNumber message) implements OnMaildrop {}

    /// RFC 1939 §5.
    record Noop() implements OnMaildrop {}

    /// RFC 1939 §5.
    record Rset() implements OnMaildrop {}

    /// RFC 1939 §7.
    ///
    /// @param lines how many lines of the body
    record Top(MessageNumber message, int lines) implements OnMaildrop {}

    /// RFC 1939 §7.
    record Uidl(Optional<MessageNumber> message) implements OnMaildrop {}
}
