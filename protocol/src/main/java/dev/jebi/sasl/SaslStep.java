package dev.jebi.sasl;

/// How a SASL exchange goes on after a response.
public sealed interface SaslStep {
    /// The server says this and waits for the next response.
    record Challenge(byte[] octets) implements SaslStep {}

    /// Done: the login in its canonical form. `last` is what the protocol must still send with the
    /// success, empty where there is nothing.
    record Authenticated(String login, byte[] last) implements SaslStep {}

    /// The credentials were not right, or the response made no sense (`malformed`).
    record Rejected(boolean malformed, String why) implements SaslStep {}
}
