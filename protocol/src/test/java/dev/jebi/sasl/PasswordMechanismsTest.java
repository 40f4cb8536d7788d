package dev.jebi.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// PLAIN (RFC 4616) and LOGIN.
final class PasswordMechanismsTest {
    private final Accounts accounts =
            new Accounts(
                    Map.of("tim@example.org", "tanstaaf tan", "kim@example.org", "비밀번호 caf\u00e9"),
                    new byte[16]);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0tim\0tanstaaf tan",
                "\0TIM@Example.org\0tanstaaf tan",
                "tim\0tim\0tanstaaf tan",
                "tim@example.org\0tim\0tanstaaf tan",
                "\0kim\0비밀번호 caf\u00e9",
                "\0kim\0비밀번호 cafe\u0301",
                "\0kim\0비밀번호\u00a0caf\u00e9"
            })
    void plainSignsIn(String message) {
        assertThat(plain(message)).isInstanceOf(SaslStep.Authenticated.class);
    }

    @Test
    void plainGivesTheCanonicalLogin() {
        assertThat(plain("\0TIM\0tanstaaf tan"))
                .isInstanceOfSatisfying(
                        SaslStep.Authenticated.class,
                        done -> {
                            assertThat(done.login()).isEqualTo("tim@example.org");
                            assertThat(done.last()).isEmpty();
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0tim\0wrong",
                "\0nobody\0tanstaaf tan",
                "kim\0tim\0tanstaaf tan",
                "nobody\0tim\0tanstaaf tan",
                "\0tim\0Tanstaaf tan"
            })
    void plainRefusesAlikeWhateverIsWrong(String message) {
        assertThat(plain(message)).isEqualTo(Logins.refused());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tim",
                "tim\0tanstaaf tan",
                "\0\0tanstaaf tan",
                "\0tim\0",
                "\0tim\0tanstaaf tan\0",
                "\0\0",
                "*"
            })
    void plainWithoutItsThreePartsIsMalformed(String message) {
        assertMalformed(plain(message));
    }

    @Test
    void plainThatIsNotUtf8IsMalformed() {
        assertMalformed(
                SaslExchange.begin(SaslMechanism.PLAIN, accounts)
                        .respond(new byte[] {0, 't', 0, (byte) 0xFF}));
    }

    @Test
    void plainAsksForTheResponseThatWasNotGivenAtOnce() {
        var exchange = SaslExchange.begin(SaslMechanism.PLAIN, accounts);
        assertThat(exchange.respond(new byte[0]))
                .isInstanceOfSatisfying(
                        SaslStep.Challenge.class, c -> assertThat(c.octets()).isEmpty());
        assertThat(exchange.respond(octets("\0tim\0tanstaaf tan")))
                .isInstanceOf(SaslStep.Authenticated.class);
        assertMalformed(exchange.respond(octets("\0tim\0tanstaaf tan")));
    }

    @Test
    void whatIsTooLongIsMalformed() {
        assertMalformed(plain("\0" + "u".repeat(SaslLimits.STANDARD.login() + 1) + "\0x"));
        assertMalformed(plain("\0tim\0" + "p".repeat(SaslLimits.STANDARD.password() + 1)));
        assertMalformed(plain("\0tim\0" + "p".repeat(SaslLimits.STANDARD.response())));
        assertThat(plain("\0tim\0" + "p".repeat(SaslLimits.STANDARD.password())))
                .isEqualTo(Logins.refused());
    }

    @Test
    void loginAsksForNameAndPassword() {
        var exchange = SaslExchange.begin(SaslMechanism.LOGIN, accounts);
        assertThat(challenge(exchange.respond(new byte[0]))).isEqualTo("Username:");
        assertThat(challenge(exchange.respond(octets("tim")))).isEqualTo("Password:");
        assertThat(exchange.respond(octets("tanstaaf tan")))
                .isInstanceOf(SaslStep.Authenticated.class);
        assertMalformed(exchange.respond(octets("tanstaaf tan")));
    }

    @Test
    void loginTakesTheNameAsInitialResponse() {
        var exchange = SaslExchange.begin(SaslMechanism.LOGIN, accounts);
        assertThat(challenge(exchange.respond(octets("tim")))).isEqualTo("Password:");
        assertThat(exchange.respond(octets("no"))).isEqualTo(Logins.refused());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b"})
    void loginWithANameThatIsNoneIsMalformed(String name) {
        var exchange = SaslExchange.begin(SaslMechanism.LOGIN, accounts);
        exchange.respond(new byte[0]);
        assertMalformed(exchange.respond(octets(name)));
        assertMalformed(exchange.respond(octets("tim")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b"})
    void loginWithAPasswordThatIsNoneIsMalformed(String password) {
        var exchange = SaslExchange.begin(SaslMechanism.LOGIN, accounts);
        exchange.respond(octets("tim"));
        assertMalformed(exchange.respond(octets(password)));
    }

    private SaslStep plain(String message) {
        return SaslExchange.begin(SaslMechanism.PLAIN, accounts).respond(octets(message));
    }

    private static void assertMalformed(SaslStep step) {
        assertThat(step)
                .isInstanceOfSatisfying(
                        SaslStep.Rejected.class, r -> assertThat(r.malformed()).isTrue());
    }

    private static String challenge(SaslStep step) {
        return new String(((SaslStep.Challenge) step).octets(), StandardCharsets.UTF_8);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
