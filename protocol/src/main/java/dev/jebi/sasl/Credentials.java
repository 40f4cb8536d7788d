package dev.jebi.sasl;

import java.util.Optional;

/// What a SASL exchange must be able to ask about a login. Safe for use by several threads.
public interface Credentials {
    /// Whether the password, as the client gave it, is the login's; both sides are compared in the
    /// form that [Saslprep#password(String)] gives. Takes the same time for a login that there is
    /// not.
    boolean verify(String login, String password);

    /// The SCRAM-SHA-256 keys of a login (RFC 5802 §3); for a login that there is not, keys that
    /// are stable and never match, so that nobody learns who is here.
    ScramKeys scram(String login);

    /// The address that a login stands for, when it may sign in: its canonical form.
    Optional<String> canonical(String login);
}
