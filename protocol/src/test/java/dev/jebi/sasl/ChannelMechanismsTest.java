package dev.jebi.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;

/// Mechanisms that rest upon the connection or upon a token: SCRAM-SHA-256-PLUS (RFC 5802 §6, RFC
/// 9266), OAUTHBEARER (RFC 7628), XOAUTH2, EXTERNAL.
final class ChannelMechanismsTest {
    private static final byte[] EXPORTED = {1, 2, 3, 0, -1};
    private static final Optional<TokenVerifier> TOKENS =
            Optional.of(token ->
                    token.equals("good.token=")
                            ? Optional.of("user@example.org")
                            : Optional.empty());

    private final Accounts accounts =
            new Accounts(
                    Map.of("user@example.org", "pencil", "other@example.org", "y"), new byte[16]);

    /// A channel that has the exporter alone.
    private static final SaslChannel BOUND =
            new SaslChannel() {
                @Override
                public Optional<byte[]> binding(ChannelBinding type) {
                    return type == ChannelBinding.TLS_EXPORTER
                            ? Optional.of(EXPORTED.clone())
                            : Optional.empty();
                }

                @Override
                public Optional<X509Certificate> certificate() {
                    return Optional.empty();
                }
            };

    private SaslExchange begin(SaslMechanism mechanism) {
        return SaslExchange.begin(mechanism, new SaslTerms(accounts, BOUND, TOKENS));
    }

    private SaslStep scram(SaslMechanism mechanism, String header, byte[] binding) {
        var client = new ScramClient(header, binding, "user", "pencil", "abc");
        var exchange = begin(mechanism);
        var step = exchange.respond(client.first());
        return step instanceof SaslStep.Challenge(var octets)
                ? exchange.respond(client.last(octets))
                : step;
    }

    @Test
    void whoIsBoundToTheSameConnectionSignsIn() {
        assertThat(scram(SaslMechanism.SCRAM_SHA_256_PLUS, "p=tls-exporter,,", EXPORTED))
                .isInstanceOf(SaslStep.Authenticated.class);
        assertThat(
                        scram(
                                SaslMechanism.SCRAM_SHA_256_PLUS,
                                "p=tls-exporter,a=user@example.org,",
                                EXPORTED))
                .isInstanceOf(SaslStep.Authenticated.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'p=tls-exporter,,', 0102",
        "'p=tls-exporter,,', ''",
        "'p=tls-server-end-point,,', 010203",
        "'p=tls-unique,,', 010203",
        "'n,,', ''",
        "'y,,', ''",
    })
    void whoIsBoundToAnotherConnectionOrToNoneDoesNot(String header, String hex) {
        byte[] binding = java.util.HexFormat.of().parseHex(hex);
        assertThat(scram(SaslMechanism.SCRAM_SHA_256_PLUS, header, binding))
                .isInstanceOf(SaslStep.Rejected.class);
    }

    @Test
    void aDowngradeIsNoticed() { // RFC 5802 §6
        assertThat(scram(SaslMechanism.SCRAM_SHA_256, "y,,", new byte[0]))
                .isInstanceOf(SaslStep.Rejected.class);
        assertThat(scram(SaslMechanism.SCRAM_SHA_256, "p=tls-exporter,,", EXPORTED))
                .isInstanceOf(SaslStep.Rejected.class);
        assertThat(scram(SaslMechanism.SCRAM_SHA_256, "n,,", new byte[0]))
                .isInstanceOf(SaslStep.Authenticated.class);
    }

    @Test
    void nothingIsOfferedThatLacksWhatItNeeds() {
        assertThat(new SaslTerms(accounts, BOUND, TOKENS).offered(true))
                .containsExactly(
                        SaslMechanism.SCRAM_SHA_256_PLUS,
                        SaslMechanism.SCRAM_SHA_256,
                        SaslMechanism.OAUTHBEARER,
                        SaslMechanism.XOAUTH2,
                        SaslMechanism.PLAIN,
                        SaslMechanism.LOGIN);
        assertThat(new SaslTerms(accounts, SaslChannel.PLAIN, Optional.empty()).offered(false))
                .containsExactly(SaslMechanism.SCRAM_SHA_256);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n,a=user@example.org,|host=mail.test|port=993|auth=Bearer good.token=||",
                "n,,|auth=bearer good.token=||",
                "y,a=USER,|auth=Bearer  good.token=||",
            })
    void aGoodTokenSignsIn(String message) {
        assertThat(respond(SaslMechanism.OAUTHBEARER, message))
                .isInstanceOfSatisfying(
                        SaslStep.Authenticated.class,
                        done -> assertThat(done.login()).isEqualTo("user@example.org"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n,,|auth=Bearer bad||",
                "n,a=other@example.org,|auth=Bearer good.token=||",
            })
    void aBadTokenIsToldWhyAndThenRefused(String message) { // RFC 7628 §3.2.3
        var exchange = begin(SaslMechanism.OAUTHBEARER);
        assertThat(exchange.respond(octets(message)))
                .isInstanceOfSatisfying(
                        SaslStep.Challenge.class,
                        challenge ->
                                assertThat(new String(challenge.octets(), StandardCharsets.UTF_8))
                                        .contains("\"status\":\"invalid_token\""));
        assertThat(exchange.respond(new byte[] {1}))
                .isInstanceOfSatisfying(
                        SaslStep.Rejected.class, r -> assertThat(r.malformed()).isFalse());
        assertThat(exchange.respond(octets("n,,|auth=Bearer good.token=||")))
                .isInstanceOf(SaslStep.Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n,,",
                "n,,||",
                "n,,|auth=Bearer good.token=|",
                "p=tls-exporter,,|auth=Bearer good.token=||",
                "n,,|auth=Basic good.token=||",
                "n,,|auth=Bearer good.token=|auth=Bearer good.token=||",
                "n,,|host=x||",
                "user=user@example.org|auth=Bearer good.token=||",
            })
    void whatIsNoTokenIsMalformed(String message) {
        assertThat(respond(SaslMechanism.OAUTHBEARER, message))
                .isInstanceOfSatisfying(
                        SaslStep.Rejected.class, r -> assertThat(r.malformed()).isTrue());
    }

    @Test
    void xoauth2HasAFormOfItsOwn() {
        assertThat(
                        respond(
                                SaslMechanism.XOAUTH2,
                                "user=user@example.org|auth=Bearer good.token=||"))
                .isInstanceOf(SaslStep.Authenticated.class);
        assertThat(respond(SaslMechanism.XOAUTH2, "user=other@example.org|auth=Bearer x||"))
                .isInstanceOf(SaslStep.Challenge.class);
    }

    @Test
    void externalNeedsACertificate() {
        assertThat(begin(SaslMechanism.EXTERNAL).begin(Optional.of(new byte[0])))
                .isInstanceOf(SaslStep.Rejected.class);
        assertThat(begin(SaslMechanism.EXTERNAL).begin(Optional.empty()))
                .isInstanceOf(SaslStep.Challenge.class);
    }

    private SaslStep respond(SaslMechanism mechanism, String message) {
        return begin(mechanism).respond(octets(message));
    }

    /// A bar stands for the octet 1.
    private static byte[] octets(String message) {
        return message.replace('|', '\u0001').getBytes(StandardCharsets.UTF_8);
    }
}
