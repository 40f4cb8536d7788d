package dev.jebi.daemon;

import dev.jebi.dns.Resolver;
import dev.jebi.https.HttpsAnswer;
import dev.jebi.https.HttpsClient;
import dev.jebi.https.HttpsLimits;
import dev.jebi.oauth.FetchedKeys;
import dev.jebi.oauth.Introspection;
import dev.jebi.oauth.JwtVerifier;
import dev.jebi.oauth.TokenRules;
import dev.jebi.sasl.TokenVerifier;
import dev.jebi.trust.Authorities;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// Which bearer tokens sign somebody in, as configured (`auth.oauth`).
///
/// @param keys where the issuer's keys are, an https address or a file
/// @param introspection where the issuer is asked, in place of keys
record Tokens(
        TokenRules rules,
        Optional<String> keys,
        Optional<URI> introspection,
        String client,
        String secret) {
    private static final int OK = 200;
    private static final String FORM = "application/x-www-form-urlencoded";

    /// Reads the keys of the configuration; empty where tokens sign nobody in.
    static Optional<Tokens> of(Settings settings) {
        String issuer = settings.get(Key.AUTH_OAUTH_ISSUER).strip();
        String audience = settings.get(Key.AUTH_OAUTH_AUDIENCE).strip();
        String keys = settings.get(Key.AUTH_OAUTH_KEYS).strip();
        String introspection = settings.get(Key.AUTH_OAUTH_INTROSPECTION).strip();
        if (issuer.isEmpty() && keys.isEmpty() && introspection.isEmpty()) {
            return Optional.empty();
        }
        if (issuer.isEmpty()) {
            throw settings.bad(Key.AUTH_OAUTH_ISSUER, "say whose tokens are good");
        }
        if (audience.isEmpty()) {
            throw settings.bad(
                    Key.AUTH_OAUTH_AUDIENCE,
                    "say whom tokens are for: those for other services must sign nobody in here");
        }
        if (keys.isEmpty() == introspection.isEmpty()) {
            throw settings.bad(
                    Key.AUTH_OAUTH_KEYS, "give either auth.oauth.keys or auth.oauth.introspection");
        }
        if (!keys.isEmpty() && !keys.startsWith("https:") && !Files.isReadable(Path.of(keys))) {
            throw settings.bad(
                    Key.AUTH_OAUTH_KEYS, "write an https address or a file that can be read");
        }
        var rules = new TokenRules(issuer, audience, settings.get(Key.AUTH_OAUTH_CLAIM).strip());
        return Optional.of(
                new Tokens(
                        rules,
                        Optional.of(keys).filter(k -> !k.isEmpty()),
                        Optional.of(introspection)
                                .filter(i -> !i.isEmpty())
                                .map(i -> https(settings, i)),
                        settings.get(Key.AUTH_OAUTH_CLIENT).strip(),
                        settings.get(Key.AUTH_OAUTH_SECRET)));
    }

    private static URI https(Settings settings, String address) {
        if (!address.startsWith("https://")) {
            throw settings.bad(Key.AUTH_OAUTH_INTROSPECTION, "write an https address");
        }
        return URI.create(address);
    }

    TokenVerifier verifier(Resolver resolver, InstantSource clock) {
        var web = new HttpsClient(resolver, Authorities.ofSystem(), HttpsLimits.STANDARD);
        if (introspection.isPresent()) {
            var address = introspection.get();
            return new Introspection(
                    form -> body(address, web.post(address, FORM, form)),
                    client,
                    secret,
                    rules,
                    clock);
        }
        String where = keys.orElseThrow();
        FetchedKeys.Fetch fetch =
                where.startsWith("https:")
                        ? () -> body(URI.create(where), web.get(URI.create(where)))
                        : () -> Files.readAllBytes(Path.of(where));
        return new JwtVerifier(new FetchedKeys(fetch, clock), rules, clock);
    }

    private static byte[] body(URI address, HttpsAnswer answer) throws IOException {
        if (answer.status() != OK) {
            throw new IOException(address.getHost() + " answered with " + answer.status());
        }
        return answer.body();
    }
}
