package dev.jebi.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// What holds for any input; the seed stands in the description of each failure.
final class SaslPropertiesTest {
    private static final List<SaslMechanism> PASSWORD =
            List.of(SaslMechanism.SCRAM_SHA_256, SaslMechanism.PLAIN, SaslMechanism.LOGIN);

    private static final String SIGNS = "abcXYZ019 ,=/+\"\\é한글ß\u2003";

    private final long seed = Long.getLong("jebi.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void base64ComesBack() {
        for (int i = 0; i < 2_000; i++) {
            var octets = new byte[random.nextInt(100)];
            random.nextBytes(octets);
            var line = SaslBase64.encode(octets).getBytes(StandardCharsets.US_ASCII);
            assertThat(SaslBase64.decode(line)).as("seed %d", seed).hasValue(octets);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=",
                "A",
                "AA",
                "AAA",
                "AA=",
                "A===",
                "AB==",
                "AAF=",
                "AA==AAAA",
                "AA=A",
                "====",
                " AAAA",
                "AAAA ",
                "AA\tA",
                "AA-_",
                "AAAA====",
                "AAAé",
                "AA A"
            })
    void base64WithAnythingElseInItIsRefused(String line) {
        assertThat(SaslBase64.decode(line.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void aLoneEqualsSignIsAnEmptyInitialResponse() {
        assertThat(SaslBase64.decodeInitial(new byte[] {'='})).hasValue(new byte[0]);
        assertThat(SaslBase64.decodeInitial(new byte[] {'='}).orElseThrow()).isEmpty();
        assertThat(SaslBase64.decodeInitial("dGlt".getBytes(StandardCharsets.US_ASCII)))
                .hasValue("tim".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void eachMechanismSignsInWithTheRightPasswordAndNoOther() {
        for (int i = 0; i < 60; i++) {
            String password = text(1 + random.nextInt(30));
            var accounts = new Accounts(Map.of("u@example.org", password), new byte[] {1, 2});
            String other = text(1 + random.nextInt(30));
            boolean same = Saslprep.password(password).equals(Saslprep.password(other));
            for (var mechanism : PASSWORD) {
                assertThat(signIn(mechanism, accounts, password))
                        .as("%s, seed %d", mechanism, seed)
                        .isInstanceOf(SaslStep.Authenticated.class);
                assertThat(signIn(mechanism, accounts, other) instanceof SaslStep.Authenticated)
                        .as("%s, seed %d", mechanism, seed)
                        .isEqualTo(same);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SaslMechanism.class)
    void garbageIsRejectedOrAskedAgainAndNeverLetIn(SaslMechanism mechanism) {
        var accounts = new Accounts(Map.of("user@example.org", "far from it"), new byte[16]);
        String[] seeds = {
            "n,,n=user,r=rOprNGfwEbeRWgbNEkqO", "c=biws,r=abc,p=dHzb", "\0user\0pencilX", "user"
        };
        for (int i = 0; i < 3_000; i++) {
            var exchange =
                    SaslExchange.begin(
                            mechanism,
                            new SaslTerms(accounts, SaslChannel.PLAIN, Optional.empty()),
                            () -> "abc");
            for (int turn = 0; turn < 4; turn++) {
                byte[] response = mutated(seeds[random.nextInt(seeds.length)]);
                assertThat(exchange.respond(response))
                        .as("seed %d", seed)
                        .isNotInstanceOf(SaslStep.Authenticated.class);
            }
        }
    }

    private byte[] mutated(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        for (int n = random.nextInt(4); n > 0 && octets.length > 0; n--) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0
                ? java.util.Arrays.copyOf(octets, random.nextInt(octets.length + 3))
                : octets;
    }

    private SaslStep signIn(SaslMechanism mechanism, Accounts accounts, String password) {
        var exchange = SaslExchange.begin(mechanism, accounts);
        return switch (mechanism) {
            case PLAIN -> exchange.respond(("\0u\0" + password).getBytes(StandardCharsets.UTF_8));
            case LOGIN -> {
                exchange.respond("u".getBytes(StandardCharsets.UTF_8));
                yield exchange.respond(password.getBytes(StandardCharsets.UTF_8));
            }
            case SCRAM_SHA_256_PLUS, OAUTHBEARER, XOAUTH2, EXTERNAL ->
                    throw new IllegalArgumentException("not by password: " + mechanism);
            case SCRAM_SHA_256 -> {
                var client = new ScramClient("n,,", "u", password, "abc");
                var step = (SaslStep.Challenge) exchange.respond(client.first());
                yield exchange.respond(client.last(step.octets()));
            }
        };
    }

    private String text(int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return text.toString();
    }
}
