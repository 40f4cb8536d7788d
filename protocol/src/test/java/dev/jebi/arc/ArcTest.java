package dev.jebi.arc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.dkim.Algorithm;
import dev.jebi.dkim.DkimLimits;
import dev.jebi.dkim.KeySource;
import dev.jebi.dkim.Keys;
import dev.jebi.dkim.SignedMessage;
import dev.jebi.dkim.SigningKey;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

final class ArcTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String MESSAGE =
            """
            Authentication-Results: mx.b.test; spf=pass smtp.mailfrom=a.test
            Authentication-Results: mx.other.test; spf=fail
            Authentication-Results: mx.b.test; dmarc=pass
            From: al@a.test
            To: list@b.test
            Subject: Hello

            This is the text.
            """
                    .replace("\n", "\r\n");

    private final Keys keys = new Keys();
    private final SigningKey rsa = keys.publish("b.test", "rsa", Algorithm.RSA_SHA256);
    private final SigningKey ed = keys.publish("c.test", "ed", Algorithm.ED25519_SHA256);
    private final ArcVerifier verifier = new ArcVerifier(keys, DkimLimits.STANDARD);

    private static Content content(String message) {
        return Content.of(message.getBytes(StandardCharsets.UTF_8));
    }

    private ArcResult verify(String message) throws IOException {
        return verifier.verify(content(message));
    }

    private String sealed(String message, SigningKey key) throws IOException {
        var read = SignedMessage.of(content(message), 1 << 20);
        return new ArcSealer()
                        .seal(
                                read,
                                ArcSealer.results(read, "mx.b.test"),
                                verifier.verify(read),
                                key,
                                NOW)
                + message;
    }

    @Test
    void aMessageWithoutChainHasNone() throws IOException {
        assertThat(verify(MESSAGE)).isEqualTo(ArcResult.NONE);
        assertThat(keys.asked()).isEmpty();
    }

    @Test
    void aChainOfSeveralHopsPasses() throws IOException {
        var result = verify(sealed(sealed(sealed(MESSAGE, rsa), ed), rsa));
        assertThat(result.reason()).isEmpty();
        assertThat(result.status()).isEqualTo(ArcStatus.PASS);
        assertThat(result.oldestPass()).isZero();
        assertThat(result.hops())
                .extracting(ArcHop::instance, ArcHop::domain)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, "b.test"),
                        org.assertj.core.groups.Tuple.tuple(2, "c.test"),
                        org.assertj.core.groups.Tuple.tuple(3, "b.test"));
    }

    @Test
    void resultsOfOneHostArePutTogether() throws IOException {
        assertThat(ArcSealer.results(SignedMessage.of(content(MESSAGE), 1 << 20), "MX.b.test"))
                .isEqualTo("MX.b.test; spf=pass smtp.mailfrom=a.test;\r\n\tdmarc=pass");
        assertThat(ArcSealer.results(SignedMessage.of(content(MESSAGE), 1 << 20), "x.test"))
                .isEqualTo("x.test; none");
        assertThat(verify(sealed(MESSAGE, rsa)).hops().getFirst().results())
                .isEqualTo("mx.b.test; spf=pass smtp.mailfrom=a.test;\tdmarc=pass");
    }

    @Test
    void aHopThatChangesTheMessageIsSeen() throws IOException {
        String changed = sealed(MESSAGE, rsa).replace("Hello", "[list] Hello");
        assertThat(verify(changed).reason())
                .isEqualTo("the signature of instance 1: the signature did not verify");
        // A list that checks, changes and seals: the chain holds, its first signature does not.
        var before = SignedMessage.of(content(sealed(MESSAGE, rsa)), 1 << 20);
        String after = sealed(MESSAGE, rsa).replace("the text", "the text, and a footer");
        var set =
                new ArcSealer()
                        .seal(
                                SignedMessage.of(content(after), 1 << 20),
                                "mx.c.test; arc=pass",
                                verifier.verify(before),
                                ed,
                                NOW);
        var result = verify(set + after);
        assertThat(result.status()).isEqualTo(ArcStatus.PASS);
        assertThat(result.oldestPass()).isEqualTo(2);
    }

    @Test
    void aBrokenChainIsSealedAsSuchAndNeverMore() throws IOException {
        String broken = sealed(MESSAGE, rsa).replace("text", "test");
        String told = sealed(broken, ed);
        assertThat(told).contains("cv=fail").contains("i=2;");
        assertThat(verify(told).reason()).isEqualTo("it failed at an earlier hop");
        assertThat(sealed(told, rsa)).isEqualTo(told);
    }

    @Test
    void setsThatDoNotFitTogetherFail() throws IOException {
        String one = sealed(MESSAGE, rsa);
        String two = sealed(one, ed);
        for (String odd :
                List.of(
                        one.replace("ARC-Seal: i=1", "ARC-Seal: i=2"),
                        one.replace("ARC-Seal:", "X-Seal:"),
                        one.replace("cv=none", "cv=pass"),
                        one.replace("i=1", "i=0"),
                        one.replace("i=1", "i=51"),
                        one.replace(
                                "ARC-Authentication-Results: i=1;", "ARC-Authentication-Results:"),
                        two.replace("ARC-Seal: i=1", "ARC-Seal: i=2"),
                        two.substring(two.indexOf("ARC-Message")),
                        "ARC-Seal: i=3\r\n" + two,
                        one + one)) {
            if (!odd.equals(one + one)) { // what stands in the body is no field
                assertThat(verify(odd).status()).isEqualTo(ArcStatus.FAIL);
            }
        }
        assertThat(verify("ARC-Seal: i=1; cv=none\r\n".repeat(60) + MESSAGE).reason())
                .isEqualTo("more than 50 sets");
    }

    @Test
    void aChainEndsAfterFiftySets() throws IOException {
        String message = MESSAGE;
        for (int i = 0; i < 50; i++) {
            message = sealed(message, ed);
        }
        var result = verify(message);
        assertThat(result.status()).isEqualTo(ArcStatus.PASS);
        assertThat(result.hops()).hasSize(50);
        assertThat(sealed(message, ed)).isEqualTo(message);
    }

    @Test
    void aKeyThatCannotBeHadNowIsTemporaryAndIsNotSealedAsBroken() throws IOException {
        String one = sealed(MESSAGE, rsa);
        var without = new ArcVerifier(_ -> new KeySource.Unavailable("x"), DkimLimits.STANDARD);
        var result = without.verify(content(one));
        assertThat(result.status()).isEqualTo(ArcStatus.FAIL);
        assertThat(result.temporary()).isTrue();
        var read = SignedMessage.of(content(one), 1 << 20);
        assertThat(new ArcSealer().seal(read, "mx.b.test; none", result, ed, NOW)).isEmpty();
    }
}
