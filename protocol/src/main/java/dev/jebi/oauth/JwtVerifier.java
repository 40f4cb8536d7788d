package dev.jebi.oauth;

import dev.jebi.json.Json;
import dev.jebi.json.JsonReader;
import dev.jebi.sasl.TokenVerifier;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/// Verifies JSON Web Tokens (RFC 7519, RFC 7515) by the keys of their issuer. Safe for use by
/// several threads.
public final class JwtVerifier implements TokenVerifier {
    private final KeySource keys;
    private final TokenRules rules;
    private final InstantSource clock;

    /// A verifier of tokens that were signed with these keys and say what the rules want.
    public JwtVerifier(KeySource keys, TokenRules rules, InstantSource clock) {
        this.keys = keys;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public Optional<String> login(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            var header = json(parts[0]);
            var claims = json(parts[1]);
            if (header.isEmpty() || claims.isEmpty() || header.get().has("crit")) {
                return Optional.empty(); // RFC 7515 §4.1.11: what we do not understand
            }
            byte[] signed = (parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII);
            byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
            return signed(header.get(), signed, signature)
                    ? rules.login(claims.get(), clock.instant(), true)
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // not base64
        }
    }

    private static Optional<Json.Members> json(String part) {
        return JsonReader.read(
                new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    private boolean signed(Json.Members header, byte[] signed, byte[] signature) {
        String algorithm = header.text("alg").orElse("");
        String id = header.text("kid").orElse("");
        return keys.keys(id).stream()
                .filter(key -> id.isEmpty() || key.id().equals(id))
                .filter(key -> key.algorithm().map(algorithm::equals).orElse(true))
                .anyMatch(key -> signed(key, algorithm, signed, signature));
    }

    private static boolean signed(TokenKey key, String algorithm, byte[] signed, byte[] signature) {
        try {
            var check = check(key, algorithm);
            if (check.isEmpty()) {
                return false;
            }
            check.get().initVerify(key.key());
            check.get().update(signed);
            return check.get().verify(signature);
        } catch (GeneralSecurityException _) {
            return false; // a signature that makes no sense with this key
        }
    }

    /// RFC 7518 §3.1 and RFC 8037 without what RFC 8725 §3.2 warns of: no `none`, nothing
    /// symmetric; and a key is used with the algorithms of its kind alone.
    private static Optional<Signature> check(TokenKey key, String algorithm)
            throws GeneralSecurityException {
        String kind = key.key().getAlgorithm();
        return switch (algorithm) {
            case "RS256", "RS384", "RS512" ->
                    plain(kind.equals("RSA"), "SHA" + algorithm.substring(2) + "withRSA");
            case "PS256", "PS384", "PS512" ->
                    kind.equals("RSA")
                            ? Optional.of(pss(algorithm.substring(2)))
                            : plain(false, "");
            case "ES256" -> plain(key.curve().equals("P-256"), "SHA256withECDSAinP1363Format");
            case "ES384" -> plain(key.curve().equals("P-384"), "SHA384withECDSAinP1363Format");
            case "ES512" -> plain(key.curve().equals("P-521"), "SHA512withECDSAinP1363Format");
            case "EdDSA", "Ed25519" -> plain(key.curve().equals("Ed25519"), "Ed25519");
            default -> Optional.empty();
        };
    }

    private static Optional<Signature> plain(boolean fits, String name)
            throws GeneralSecurityException {
        return fits ? Optional.of(Signature.getInstance(name)) : Optional.empty();
    }

    private static Signature pss(String bits) throws GeneralSecurityException {
        var signature = Signature.getInstance("RSASSA-PSS");
        String hash = "SHA-" + bits;
        signature.setParameter(
                new PSSParameterSpec(
                        hash,
                        "MGF1",
                        new MGF1ParameterSpec(hash),
                        Integer.parseInt(bits) / 8,
                        PSSParameterSpec.TRAILER_FIELD_BC));
        return signature;
    }
}
