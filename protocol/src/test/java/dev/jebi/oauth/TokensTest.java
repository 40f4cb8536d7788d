package dev.jebi.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.sasl.TokenVerifier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// RFC 7519, RFC 7515, RFC 7517, RFC 7662.
final class TokensTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final long SECOND = NOW.getEpochSecond();
    private static final TokenRules RULES = new TokenRules("https://id.test", "mail.test", "email");
    private static final String CLAIMS =
            "{\"iss\":\"https://id.test\",\"aud\":[\"other\",\"mail.test\"],\"exp\":"
                    + (SECOND + 300)
                    + ",\"email\":\"Bob@here.test\"}";

    private static KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(algorithm);
        if (bits > 0) {
            generator.initialize(bits);
        }
        return generator.generateKeyPair();
    }

    private static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String number(BigInteger number, int octets) {
        byte[] all = number.toByteArray();
        byte[] fitting = new byte[octets];
        int length = Math.min(octets, all.length);
        System.arraycopy(all, all.length - length, fitting, octets - length, length);
        return base64(fitting);
    }

    private static String set(KeyPair pair, String id) {
        String members =
                switch (pair.getPublic()) {
                    case RSAPublicKey rsa ->
                            "\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\""
                                    .formatted(
                                            number(
                                                    rsa.getModulus(),
                                                    (rsa.getModulus().bitLength() + 7) / 8),
                                            number(rsa.getPublicExponent(), 3));
                    case ECPublicKey ec ->
                            "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\""
                                    .formatted(
                                            number(ec.getW().getAffineX(), 32),
                                            number(ec.getW().getAffineY(), 32));
                    default -> {
                        byte[] encoded = pair.getPublic().getEncoded();
                        yield "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
                                + base64(
                                        Arrays.copyOfRange(
                                                encoded, encoded.length - 32, encoded.length))
                                + "\"";
                    }
                };
        return "{\"keys\":[{\"kid\":\"" + id + "\",\"use\":\"sig\"," + members + "}]}";
    }

    private static String token(KeyPair pair, String header, String claims, String signing)
            throws GeneralSecurityException {
        String signed = base64(header) + "." + base64(claims);
        var signature = Signature.getInstance(signing);
        signature.initSign(pair.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + base64(signature.sign());
    }

    private static TokenVerifier verifier(KeyPair pair) {
        return new JwtVerifier(
                new FetchedKeys(
                        () -> set(pair, "k1").getBytes(StandardCharsets.UTF_8),
                        InstantSource.fixed(NOW)),
                RULES,
                InstantSource.fixed(NOW));
    }

    private static String header(String algorithm) {
        return "{\"alg\":\"" + algorithm + "\",\"kid\":\"k1\"}";
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, RS256, SHA256withRSA",
        "RSA, 2048, RS512, SHA512withRSA",
        "EC, 256, ES256, SHA256withECDSAinP1363Format",
        "Ed25519, 0, EdDSA, Ed25519",
    })
    void aTokenOfTheIssuerIsGood(String kind, int bits, String algorithm, String signing)
            throws GeneralSecurityException {
        var pair = pair(kind, bits);
        var token = token(pair, header(algorithm), CLAIMS, signing);
        assertThat(verifier(pair).login(token)).contains("bob@here.test");
        assertThat(verifier(pair(kind, bits)).login(token)).isEmpty();
        assertThat(verifier(pair).login(token.substring(0, token.length() - 8))).isEmpty();
        String[] parts = token.split("\\.", -1);
        String forged = CLAIMS.replace("Bob", "Ann");
        assertThat(verifier(pair).login(parts[0] + "." + base64(forged) + "." + parts[2]))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\",\"kid\":\"k1\"}",
                "{\"alg\":\"HS256\",\"kid\":\"k1\"}",
                "{\"alg\":\"RS256\",\"kid\":\"k1\"}",
                "{\"alg\":\"ES384\",\"kid\":\"k1\"}",
                "{\"alg\":\"ES256\",\"kid\":\"k2\"}",
                "{\"alg\":\"ES256\",\"kid\":\"k1\",\"crit\":[\"x\"]}",
                "{\"alg\":\"ES256\",\"kid\":\"k1\",\"alg\":\"ES256\"}",
                "{}",
                "[]",
            })
    void whatTheHeaderSaysIsNotBelieved(String header) throws GeneralSecurityException {
        var pair = pair("EC", 256);
        assertThat(
                        verifier(pair)
                                .login(token(pair, header, CLAIMS, "SHA256withECDSAinP1363Format")))
                .isEmpty();
        assertThat(verifier(pair).login(base64(header) + "." + base64(CLAIMS) + ".")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://id.test | https://evil.test",
                "mail.test | news.test",
                "\"exp\": | \"nbf\":",
                "\"exp\": | \"exp\":-",
                "\"exp\":1 | \"exp\":\"x\",\"y\":1",
                "\"email\": | \"mail\":",
                "\"email\": | \"email_verified\":false,\"email\":",
                "\"email\": | \"nbf\":99999999999,\"email\":",
            })
    void theClaimsMustBeRight(String from, String to) throws GeneralSecurityException {
        var pair = pair("EC", 256);
        String claims = CLAIMS.replace(from, to);
        assertThat(claims).isNotEqualTo(CLAIMS);
        assertThat(
                        verifier(pair)
                                .login(
                                        token(
                                                pair,
                                                header("ES256"),
                                                claims,
                                                "SHA256withECDSAinP1363Format")))
                .isEmpty();
    }

    @Test
    void shortKeysAreNone() throws GeneralSecurityException {
        var pair = pair("RSA", 1024);
        assertThat(verifier(pair).login(token(pair, header("RS256"), CLAIMS, "SHA256withRSA")))
                .isEmpty();
    }

    @Test
    void garbageDoesNotMakeUsFetchForEachLineOfIt() {
        var fetched = new AtomicInteger();
        var keys =
                new FetchedKeys(
                        () -> {
                            fetched.incrementAndGet();
                            throw new IOException("gone");
                        },
                        InstantSource.fixed(NOW));
        for (int i = 0; i < 100; i++) {
            assertThat(keys.keys("x" + i)).isEmpty();
        }
        assertThat(fetched).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"active\":true,\"email\":\"bob@here.test\"} | bob@here.test",
                "{\"active\":false,\"email\":\"bob@here.test\"} | ",
                "{\"active\":\"true\",\"email\":\"bob@here.test\"} | ",
                "{\"email\":\"bob@here.test\"} | ",
                "{\"active\":true,\"email\":\"bob@here.test\",\"iss\":\"https://evil.test\"} | ",
                "{\"active\":true,\"email\":\"bob@here.test\",\"exp\":1} | ",
                "{\"active\":true} | ",
                "active | ",
            })
    void theIssuerIsAsked(String answer, String login) {
        var asked = new StringBuilder();
        var introspection =
                new Introspection(
                        form -> {
                            asked.append(new String(form, StandardCharsets.US_ASCII));
                            return answer.getBytes(StandardCharsets.UTF_8);
                        },
                        "jebi",
                        "s&cret",
                        RULES,
                        InstantSource.fixed(NOW));
        assertThat(introspection.login("a.b+c")).isEqualTo(Optional.ofNullable(login));
        assertThat(asked)
                .hasToString(
                        "token=a.b%2Bc&token_type_hint=access_token&client_id=jebi"
                                + "&client_secret=s%26cret");
    }

    @Test
    void anIssuerThatIsAwayLetsNobodyIn() {
        var introspection =
                new Introspection(
                        _ -> {
                            throw new IOException("away");
                        },
                        "jebi",
                        "x",
                        RULES,
                        InstantSource.fixed(NOW));
        assertThat(introspection.login("abc")).isEmpty();
    }
}
