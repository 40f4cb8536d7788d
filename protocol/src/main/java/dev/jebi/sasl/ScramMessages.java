package dev.jebi.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// The client's two messages of SCRAM, as values (RFC 5802 §7).
final class ScramMessages {
    private static final String VALUE = "[^\\x00,]+";
    private static final String EXTENSIONS = "(?:,[A-Za-z]=" + VALUE + ")*+";
    private static final String NONCE = "[\\x21-\\x2B\\x2D-\\x7E]+";

    /// `m=` is absent from it on purpose: a mandatory extension that we do not know ends the
    /// exchange (RFC 5802 §5.1).
    private static final Pattern FIRST =
            Pattern.compile(
                    "(?<header>(?<binding>[ny]|p=[A-Za-z0-9.-]+),(?:a=(?<authzid>%s))?,)"
                                    .formatted(VALUE)
                            + "(?<bare>n=(?<login>%s),r=(?<nonce>%s)%s)"
                                    .formatted(VALUE, NONCE, EXTENSIONS));

    private static final Pattern FINAL =
            Pattern.compile(
                    "(?<before>c=(?<binding>[A-Za-z0-9+/=]+),r=(?<nonce>%s)%s),p=(?<proof>%s)"
                            .formatted(
                                    NONCE,
                                    "(?:,(?!p=)[A-Za-z]=" + VALUE + ")*+",
                                    "[A-Za-z0-9+/=]+"));

    private ScramMessages() {}

    /// client-first-message.
    ///
    /// @param header the gs2-header as it came
    /// @param bound whether the client demands channel binding
    /// @param bare client-first-message-bare as it came
    record ClientFirst(
            String header,
            boolean bound,
            String authzid,
            String bare,
            String login,
            String nonce) {}

    /// client-final-message.
    ///
    /// @param header the gs2-header that the client repeats
    /// @param before client-final-message-without-proof as it came
    record ClientFinal(String header, String nonce, String before, byte[] proof) {}

    static Optional<ClientFirst> first(String text) {
        var match = FIRST.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var authzid = saslname(Optional.ofNullable(match.group("authzid")).orElse(""));
        var login = saslname(match.group("login"));
        if (authzid.isEmpty() || login.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ClientFirst(
                        match.group("header"),
                        match.group("binding").startsWith("p"),
                        authzid.get(),
                        match.group("bare"),
                        login.get(),
                        match.group("nonce")));
    }

    static Optional<ClientFinal> last(String text) {
        var match = FINAL.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var header = octets(match.group("binding")).flatMap(Logins::utf8);
        var proof = octets(match.group("proof"));
        if (header.isEmpty() || proof.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ClientFinal(
                        header.get(), match.group("nonce"), match.group("before"), proof.get()));
    }

    private static Optional<byte[]> octets(String base64) {
        return SaslBase64.decode(base64.getBytes(StandardCharsets.US_ASCII));
    }

    /// saslname: `=2C` is a comma, `=3D` an equals sign, another `=` is an error.
    private static Optional<String> saslname(String text) {
        if (text.replace("=2C", "").replace("=3D", "").indexOf('=') >= 0) {
            return Optional.empty();
        }
        return Optional.of(text.replace("=2C", ",").replace("=3D", "="));
    }
}
