package dev.jebi.sasl;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;

/// One authentication in progress, server side; for one session. Where the client is watched
/// ([SaslChannel#visit()]), it may be denied, and wrong passwords are counted.
public interface SaslExchange {
    /// Takes the client's response, already decoded from base64. The first call has the initial
    /// response, or empty octets when the client gave none: a mechanism where the client speaks
    /// first then answers with an empty challenge. After [SaslStep.Authenticated] and
    /// [SaslStep.Rejected] the exchange is over and rejects everything.
    SaslStep respond(byte[] response);

    /// Takes the initial response, or that there was none: to some mechanisms an empty one is
    /// another thing (RFC 4422 §5).
    default SaslStep begin(Optional<byte[]> initial) {
        return respond(initial.orElse(Logins.NOTHING));
    }

    /// Begins an exchange over a connection without TLS.
    static SaslExchange begin(SaslMechanism mechanism, Credentials credentials) {
        return begin(mechanism, new SaslTerms(credentials, SaslChannel.PLAIN, Optional.empty()));
    }

    /// Begins an exchange.
    static SaslExchange begin(SaslMechanism mechanism, SaslTerms terms) {
        return begin(mechanism, terms, () -> ScramExchange.nonce(new SecureRandom()));
    }

    /// Begins an exchange with a nonce from elsewhere, so that a test can foretell it.
    static SaslExchange begin(SaslMechanism mechanism, SaslTerms terms, Supplier<String> nonce) {
        return WatchedExchange.of(mechanism, terms, watched -> make(mechanism, watched, nonce));
    }

    private static SaslExchange make(
            SaslMechanism mechanism, SaslTerms terms, Supplier<String> nonce) {
        var logins = new Logins(terms.credentials(), SaslLimits.STANDARD);
        return switch (mechanism) {
            case SCRAM_SHA_256_PLUS -> new ScramExchange(logins, nonce, terms.channel(), true);
            case SCRAM_SHA_256 -> new ScramExchange(logins, nonce, terms.channel(), false);
            case OAUTHBEARER -> new BearerExchange(logins, terms.tokens(), BearerForm.OAUTHBEARER);
            case XOAUTH2 -> new BearerExchange(logins, terms.tokens(), BearerForm.XOAUTH2);
            case EXTERNAL -> new ExternalExchange(logins, terms.channel());
            case PLAIN -> new PlainExchange(logins);
            case LOGIN -> new LoginExchange(logins);
        };
    }
}
