package dev.jebi.sasl;

/// How a SASL exchange goes on after a response.
public sealed interface SaslStep {
    /// The server says this and waits for the next response.
    record Challenge(byte[] octets) implements SaslStep {}

    /// Done: the login in its canonical form. `last` is what the protocol must still send with the
    /// success, empty where there is nothing. A protocol whose success has no room for it (SMTP,
    /// POP3, IMAP) sends it as one more challenge, takes an empty response, and only then says that
    /// all is well (RFC 4422 §3.6 and §5, RFC 5034 §4).
    record Authenticated(String login, byte[] last) implements SaslStep {}

    /// The credentials were not right, or the response made no sense (`malformed`). `why` may be
    /// shown to the client: it never tells whether there is such a login.
    record Rejected(boolean malformed, String why) implements SaslStep {}

    /// The client may not try just now, whatever its credentials are: they were not looked at.
    /// `why` may be shown to the client, and says when it may try again.
    record Denied(String why) implements SaslStep {}
}
