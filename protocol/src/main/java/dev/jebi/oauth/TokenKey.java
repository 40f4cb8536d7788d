package dev.jebi.oauth;

import dev.jebi.json.Json;
import dev.jebi.json.JsonReader;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A public key of an issuer (RFC 7517).
///
/// @param id its `kid`, empty where it has none
/// @param algorithm its `alg`, where it is for one alone
/// @param curve its `crv`, empty for RSA
public record TokenKey(String id, Optional<String> algorithm, String curve, PublicKey key) {
    private static final int LEAST_RSA_BITS = 2_048;

    /// The keys of a set (RFC 7517 §5) that signatures can be checked with; others are passed over.
    static List<TokenKey> readSet(byte[] json) {
        var keys = new ArrayList<TokenKey>();
        var set = JsonReader.read(new String(json, StandardCharsets.UTF_8));
        if (set.isPresent() && set.get().all().get("keys") instanceof Json.Elements(var elements)) {
            for (Json element : elements) {
                if (element instanceof Json.Members members) {
                    read(members).ifPresent(keys::add);
                }
            }
        }
        return List.copyOf(keys);
    }

    private static Optional<TokenKey> read(Json.Members members) {
        if (members.text("use").filter(use -> !use.equals("sig")).isPresent()) {
            return Optional.empty();
        }
        try {
            String curve = members.text("crv").orElse("");
            Optional<PublicKey> key =
                    switch (members.text("kty").orElse("")) {
                        case "RSA" -> rsa(members);
                        case "EC" -> elliptic(members, curve);
                        case "OKP" -> edwards(members, curve);
                        default -> Optional.empty();
                    };
            return key.map(k ->
                    new TokenKey(members.text("kid").orElse(""), members.text("alg"), curve, k));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty(); // no key that can be used
        }
    }

    private static Optional<PublicKey> rsa(Json.Members members) throws GeneralSecurityException {
        var modulus = new BigInteger(1, octets(members, "n"));
        if (modulus.bitLength() < LEAST_RSA_BITS) {
            return Optional.empty();
        }
        var spec = new RSAPublicKeySpec(modulus, new BigInteger(1, octets(members, "e")));
        return Optional.of(KeyFactory.getInstance("RSA").generatePublic(spec));
    }

    private static Optional<PublicKey> elliptic(Json.Members members, String curve)
            throws GeneralSecurityException {
        String name =
                switch (curve) {
                    case "P-256" -> "secp256r1";
                    case "P-384" -> "secp384r1";
                    case "P-521" -> "secp521r1";
                    default -> "";
                };
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(name));
        var point =
                new ECPoint(
                        new BigInteger(1, octets(members, "x")),
                        new BigInteger(1, octets(members, "y")));
        var spec = new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class));
        return Optional.of(KeyFactory.getInstance("EC").generatePublic(spec));
    }

    /// RFC 8037; its octets behind the head that RFC 8410 §4 gives them.
    private static Optional<PublicKey> edwards(Json.Members members, String curve)
            throws GeneralSecurityException {
        byte[] key = octets(members, "x");
        if (!curve.equals("Ed25519") || key.length != 32) {
            return Optional.empty();
        }
        byte[] encoded =
                HexFormat.of().parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(key));
        return Optional.of(
                KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    }

    private static byte[] octets(Json.Members members, String name) {
        return Base64.getUrlDecoder().decode(members.text(name).orElse(""));
    }
}
