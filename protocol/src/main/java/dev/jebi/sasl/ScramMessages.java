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
    /// @param binding the kind of channel binding that the client demands
    /// @param doubts whether it could do one and believes that we cannot
    /// @param bare client-first-message-bare as it came
    record ClientFirst(
            String header,
            Optional<String> binding,
            boolean doubts,
            String authzid,
            String bare,
            String login,
            String nonce) {}

    /// client-final-message.
    ///
    /// @param binding the gs2-header that the client repeats, and what ties it to the connection
    /// @param before client-final-message-without-proof as it came
    record ClientFinal(byte[] binding, String nonce, String before, byte[] proof) {}

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
        String binding = match.group("binding");
        return Optional.of(
                new ClientFirst(
                        match.group("header"),
                        binding.startsWith("p=")
                                ? Optional.of(binding.substring(2))
                                : Optional.empty(),
                        binding.equals("y"),
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
        var header = octets(match.group("binding"));
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
