package dev.jebi.sasl;

/// One authentication in progress, server side; for one session.
public interface SaslExchange {
    /// Takes the client's response, already decoded from base64. The first call has the initial
    /// response, or empty octets when the client gave none: a mechanism where the client speaks
    /// first then answers with an empty challenge.
    SaslStep respond(byte[] response);

    /// Begins an exchange.
    static SaslExchange begin(SaslMechanism mechanism, Credentials credentials) {
        throw new IllegalArgumentException(mechanism + " " + credentials);
    }
}
