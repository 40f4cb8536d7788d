package dev.jebi.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// RFC 5802, RFC 7677.
final class ScramExchangeTest {
    private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    private static final String NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private static final String CHALLENGE =
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                    + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String FINAL =
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                    + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SUCCESS = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private final Accounts accounts =
            new Accounts(
                    Map.of(
                            "user@example.org", "pencil",
                            "a,b=c@example.org", "x",
                            "other@example.org", "y"),
                    SALT);

    @Test
    void theExampleOfRfc7677Section3() {
        var exchange = begin();
        assertThat(challenge(exchange.respond(octets(FIRST)))).isEqualTo(CHALLENGE);
        assertThat(exchange.respond(octets(FINAL)))
                .isInstanceOfSatisfying(
                        SaslStep.Authenticated.class,
                        done -> {
                            assertThat(done.login()).isEqualTo("user@example.org");
                            assertThat(done.last()).asString().isEqualTo(SUCCESS);
                        });
    }

    @Test
    void withoutInitialResponseTheClientIsAskedWithAnEmptyChallenge() {
        var exchange = begin();
        assertThat(challenge(exchange.respond(new byte[0]))).isEmpty();
        assertThat(challenge(exchange.respond(octets(FIRST)))).isEqualTo(CHALLENGE);
    }

    @Test
    void twoEmptyResponsesAreMalformed() {
        var exchange = begin();
        exchange.respond(new byte[0]);
        assertMalformed(exchange.respond(new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"n,,", "y,,", "n,a=user,", "n,a=USER@example.org,"})
    void eachHeaderThatAsksForNothingWeLackIsTaken(String header) {
        assertThat(run(new ScramClient(header, "user", "pencil", "abc")))
                .isInstanceOf(SaslStep.Authenticated.class);
    }

    @Test
    void aLoginWithCommaAndEqualsSignIsUnescaped() {
        assertThat(run(new ScramClient("n,,", "a,b=c", "x", "abc")))
                .isInstanceOfSatisfying(
                        SaslStep.Authenticated.class,
                        done -> assertThat(done.login()).isEqualTo("a,b=c@example.org"));
    }

    @Test
    void aWrongPasswordAndALoginThatThereIsNotEndAlike() {
        var wrong = run(new ScramClient("n,,", "user", "pen", "abc"));
        var unknown = run(new ScramClient("n,,", "nobody", "pencil", "abc"));
        assertThat(wrong).isEqualTo(unknown);
        assertThat(wrong)
                .isInstanceOfSatisfying(
                        SaslStep.Rejected.class, r -> assertThat(r.malformed()).isFalse());
    }

    @Test
    void keysOfNoughtsAreNoKeyForAnybody() {
        // The keys of a login that there is not are zeros here: a proof made from them must fail.
        var exchange = begin();
        String serverFirst = challenge(exchange.respond(octets("n,,n=nobody,r=abc")));
        String without = "c=biws," + serverFirst.substring(0, serverFirst.indexOf(','));
        byte[] signature =
                ScramKeys.hmac(new byte[32], "n=nobody,r=abc," + serverFirst + "," + without);
        assertThat(exchange.respond(octets(without + ",p=" + SaslBase64.encode(signature))))
                .isInstanceOf(SaslStep.Rejected.class);
    }

    @Test
    void nobodyActsForSomebodyElse() {
        assertThat(run(new ScramClient("n,a=other,", "user", "pencil", "abc")))
                .isInstanceOf(SaslStep.Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p=tls-exporter,,n=user,r=abc",
                "n,,m=x,n=user,r=abc",
                "x,,n=user,r=abc",
                "n,n=user,r=abc",
                ",,n=user,r=abc",
                "n,,n=,r=abc",
                "n,,n=user,r=",
                "n,,n=user",
                "n,,r=abc,n=user",
                "n,,n=us=er,r=abc",
                "n,,n=us=2cer,r=abc",
                "n,a=,n=user,r=abc",
                "n,,n=user,r=a bc",
                "n,,n=user,r=abc,",
                "n,,n=user,r=abc,1=x",
                "n,,n=us\u0007er\u00e9,r=abc",
                "n,,n=us\0er,r=abc",
                "n,,n=\u00ad,r=abc",
                "\0user\0pencil",
                "*"
            })
    void aFirstMessageThatIsNoneIsMalformed(String message) {
        assertMalformed(begin().respond(octets(message)));
    }

    @Test
    void extensionsThatAreNotMandatoryAreOverread() {
        assertThat(begin().respond(octets("n,,n=user,r=abc,x=1,y=zz")))
                .isInstanceOf(SaslStep.Challenge.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "c=biws",
                "c=eSws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapW",
                "c=biws,r=rOprNGfwEbeRWgbNEkqO,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=",
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=d*==",
                "c=bi,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapW"
            })
    void aFinalMessageThatIsNoneIsMalformed(String message) {
        var exchange = begin();
        exchange.respond(octets(FIRST));
        assertMalformed(exchange.respond(octets(message)));
    }

    @Test
    void aProofOfAnotherLengthIsRefused() {
        var exchange = begin();
        exchange.respond(octets(FIRST));
        assertThat(exchange.respond(octets(FINAL.substring(0, FINAL.indexOf(",p=")) + ",p=dHzb")))
                .isEqualTo(Logins.refused());
    }

    @Test
    void messagesOverTheirLimitsAreMalformed() {
        String nonce = "r".repeat(SaslLimits.STANDARD.nonce() + 1);
        assertMalformed(begin().respond(octets("n,,n=user,r=" + nonce)));
        String login = "u".repeat(SaslLimits.STANDARD.login() + 1);
        assertMalformed(begin().respond(octets("n,,n=" + login + ",r=abc")));
        String extensions = ",x=y".repeat(SaslLimits.STANDARD.response());
        assertMalformed(begin().respond(octets("n,,n=user,r=abc" + extensions)));
        String many = ",x=y".repeat(SaslLimits.STANDARD.response() / 4 - 10);
        assertThat(begin().respond(octets("n,,n=user,r=abc" + many)))
                .isInstanceOf(SaslStep.Challenge.class);
    }

    @Test
    void anExchangeThatIsOverStaysOver() {
        var exchange = begin();
        exchange.respond(octets(FIRST));
        exchange.respond(octets(FINAL));
        assertMalformed(exchange.respond(octets(FINAL)));
    }

    @Test
    void eachExchangeHasItsOwnNonce() {
        var one = SaslExchange.begin(SaslMechanism.SCRAM_SHA_256, accounts).respond(octets(FIRST));
        var two = SaslExchange.begin(SaslMechanism.SCRAM_SHA_256, accounts).respond(octets(FIRST));
        assertThat(challenge(one)).isNotEqualTo(challenge(two));
    }

    @Test
    void anEmptyPasswordHasNoKeys() {
        assertThatIllegalArgumentException().isThrownBy(() -> ScramKeys.of("", SALT, 4096));
    }

    private SaslStep run(ScramClient client) {
        var exchange = begin();
        var step = exchange.respond(client.first());
        var challenge = ((SaslStep.Challenge) step).octets();
        var end = exchange.respond(client.last(challenge));
        if (end instanceof SaslStep.Authenticated(_, var last)) {
            assertThat(last).isEqualTo(client.expected());
        }
        return end;
    }

    private SaslExchange begin() {
        return SaslExchange.begin(
                SaslMechanism.SCRAM_SHA_256,
                new SaslTerms(accounts, SaslChannel.PLAIN, Optional.empty()),
                () -> NONCE);
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
