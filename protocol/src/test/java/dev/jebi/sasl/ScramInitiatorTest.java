package dev.jebi.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

final class ScramInitiatorTest {
    private static ScramInitiator example() {
        return new ScramInitiator("user", "pencil", "rOprNGfwEbeRWgbNEkqO");
    }

    /// RFC 7677 §3.
    @Test
    void theExampleOfTheStandard() {
        var client = example();
        assertThat(new String(client.first(), UTF_8)).isEqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        var last =
                client.last(
                        ("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                                        + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")
                                .getBytes(UTF_8));
        assertThat(new String(last.orElseThrow(), UTF_8))
                .isEqualTo(
                        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                                + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        assertThat(client.proved("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=".getBytes(UTF_8)))
                .isTrue();
    }

    @Test
    void aServerThatDoesNotKnowThePasswordOrTheNonceIsFoundOut() {
        assertThat(example().last("r=another,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096".getBytes(UTF_8)))
                .isEmpty();
        assertThat(example().last("e=other-error".getBytes(UTF_8))).isEmpty();
        assertThat(example().last("r=rOprNGfwEbeRWgbNEkqO1,s=W22Z,i=9999999".getBytes(UTF_8)))
                .isEmpty();
        assertThat(example().proved("v=".getBytes(UTF_8))).isFalse();
    }
}
