package dev.jebi.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a bearer token is written down for SASL.
enum BearerForm {
    /// RFC 7628 §3.1.
    OAUTHBEARER(
            "(?:n|y),(?:a=(?<user>[^,\\x01\\x00]+))?,\\x01(?<pairs>(?:[A-Za-z]+=[^\\x01\\x00]*\\x01)+)\\x01",
            "{\"status\":\"invalid_token\"}"),
    /// Google's XOAUTH2.
    XOAUTH2(
            "user=(?<user>[^\\x01\\x00]*)\\x01(?<pairs>(?:[A-Za-z]+=[^\\x01\\x00]*\\x01)+)\\x01",
            "{\"status\":\"401\",\"schemes\":\"Bearer\"}");

    /// RFC 6750 §2.1.
    private static final Pattern AUTHORIZATION =
            Pattern.compile("[Bb][Ee][Aa][Rr][Ee][Rr] +(?<token>[A-Za-z0-9._~+/-]+=*)");

    private final Pattern pattern;
    private final byte[] failure;

    BearerForm(String pattern, String failure) {
        this.pattern = Pattern.compile(pattern);
        this.failure = failure.getBytes(StandardCharsets.US_ASCII);
    }

    /// A token, and whom it is said to belong to.
    ///
    /// @param user empty where nothing was said
    record Bearer(String user, String token) {}

    Optional<Bearer> read(String text) {
        var match = pattern.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        String user = Optional.ofNullable(match.group("user")).orElse("");
        Optional<String> token = Optional.empty();
        for (String pair : match.group("pairs").split("\\x01")) {
            int equals = pair.indexOf('=');
            if (pair.substring(0, equals).toLowerCase(Locale.ROOT).equals("auth")) {
                var authorization = AUTHORIZATION.matcher(pair.substring(equals + 1));
                if (token.isPresent() || !authorization.matches()) {
                    return Optional.empty();
                }
                token = Optional.of(authorization.group("token"));
            }
        }
        String name = this == OAUTHBEARER ? user.replace("=2C", ",").replace("=3D", "=") : user;
        return token.map(t -> new Bearer(name, t));
    }

    /// What the client is told before it hears that it failed (RFC 7628 §3.2.2).
    byte[] failure() {
        return failure.clone();
    }
}
