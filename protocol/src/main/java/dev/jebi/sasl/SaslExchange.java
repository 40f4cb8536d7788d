package dev.jebi.sasl;

import java.security.SecureRandom;
import java.util.function.Supplier;

/// One authentication in progress, server side; for one session.
public interface SaslExchange {
    /// Takes the client's response, already decoded from base64. The first call has the initial
    /// response, or empty octets when the client gave none: a mechanism where the client speaks
    /// first then answers with an empty challenge. After [SaslStep.Authenticated] and
    /// [SaslStep.Rejected] the exchange is over and rejects everything.
    SaslStep respond(byte[] response);

    /// Begins an exchange.
    static SaslExchange begin(SaslMechanism mechanism, Credentials credentials) {
        return begin(mechanism, credentials, () -> ScramExchange.nonce(new SecureRandom()));
    }

    /// Begins an exchange with a nonce from elsewhere, so that a test can foretell it.
    static SaslExchange begin(
            SaslMechanism mechanism, Credentials credentials, Supplier<String> nonce) {
        var logins = new Logins(credentials, SaslLimits.STANDARD);
        return switch (mechanism) {
            case SCRAM_SHA_256 -> new ScramExchange(logins, nonce);
            case PLAIN -> new PlainExchange(logins);
            case LOGIN -> new LoginExchange(logins);
        };
    }
}
