package dev.jebi.oauth;

import dev.jebi.json.Json;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// What the claims of a token must say (RFC 7519 §4.1).
///
/// @param issuer who must have issued it
/// @param audience whom it must be for, so that a token for another service is none for us
/// @param claim which claim names the login
public record TokenRules(String issuer, String audience, String claim) {
    /// Clocks differ.
    private static final Duration LEEWAY = Duration.ofSeconds(60);

    /// The login, where all is as it must be.
    ///
    /// @param complete whether issuer, audience and expiry must be there; an issuer that was asked
    ///   itself may leave them out (RFC 7662 §2.2)
    Optional<String> login(Json.Members claims, Instant now, boolean complete) {
        boolean right =
                (claims.has("iss") ? claims.text("iss").equals(Optional.of(issuer)) : !complete)
                        && (claims.has("aud") ? claims.texts("aud").contains(audience) : !complete)
                        && inTime(claims, now, complete)
                        && !(claim.equals("email") && claims.denies("email_verified"));
        return right
                ? claims.text(claim).map(name -> name.toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    private static boolean inTime(Json.Members claims, Instant now, boolean complete) {
        double seconds = now.getEpochSecond();
        double leeway = LEEWAY.toSeconds();
        boolean alive =
                claims.has("exp")
                        ? claims.number("exp").filter(exp -> seconds < exp + leeway).isPresent()
                        : !complete;
        boolean begun =
                !claims.has("nbf")
                        || claims.number("nbf").filter(nbf -> seconds > nbf - leeway).isPresent();
        return alive && begun;
    }
}
