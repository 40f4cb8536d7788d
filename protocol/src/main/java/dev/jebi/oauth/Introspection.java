package dev.jebi.oauth;

import dev.jebi.json.JsonReader;
import dev.jebi.sasl.TokenVerifier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;

/// Verifies tokens by asking their issuer (RFC 7662). Safe for use by several threads.
public final class Introspection implements TokenVerifier {
    private static final Logger LOG = LoggerFactory.getLogger(Introspection.class);

    private final Question question;
    private final String credentials;
    private final TokenRules rules;
    private final InstantSource clock;

    /// Who carries the question to the issuer.
    @FunctionalInterface
    public interface Question {
        /// Posts a form and returns the answer's body, where the answer was 200.
        byte[] answer(byte[] form) throws IOException;
    }

    /// A verifier that signs in to the issuer as this client (RFC 6749 §2.3.1).
    public Introspection(
            Question question,
            String client,
            String secret,
            TokenRules rules,
            InstantSource clock) {
        this.question = question;
        this.credentials = "&client_id=" + encoded(client) + "&client_secret=" + encoded(secret);
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public Optional<String> login(String token) {
        String form = "token=" + encoded(token) + "&token_type_hint=access_token" + credentials;
        try {
            byte[] answer = question.answer(form.getBytes(StandardCharsets.US_ASCII));
            return JsonReader.read(new String(answer, StandardCharsets.UTF_8))
                    .filter(claims -> claims.affirms("active")) // RFC 7662 §2.2
                    .flatMap(claims -> rules.login(claims, clock.instant(), false));
        } catch (IOException e) {
            LOG.warn("event=oauth.introspection-failed why=\"{}\"", e.toString());
            return Optional.empty();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
