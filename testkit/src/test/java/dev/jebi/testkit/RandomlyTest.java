package dev.jebi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class RandomlyTest {
    private static final String SEED = "testkit.seed";

    @Test
    void theSameSeedGivesTheSameValues() {
        assertThat(new Randomly(5).text(100)).isEqualTo(new Randomly(5).text(100));
        assertThat(new Randomly(5).octets(50)).isEqualTo(new Randomly(5).octets(50));
    }

    @Test
    void aFailureTellsItsSeed() {
        assertThatThrownBy(() ->
                        Randomly.runs(
                                1_000,
                                SEED,
                                random -> assertThat(random.between(0, 9)).isLessThan(9)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-D" + SEED + "=");
    }

    @Test
    void valuesAreWhatTheyAreCalled() {
        Randomly.runs(
                500,
                SEED,
                random -> {
                    assertThat(random.address()).matches("[A-Za-z0-9.+_-]+@[A-Za-z0-9.]+");
                    assertThat(random.small(1000)).isBetween(0, 1000);
                    assertThat(random.between(3L, 5L)).isBetween(3L, 5L);
                    assertThat(random.list(4, Randomly::domain)).hasSizeLessThanOrEqualTo(4);
                    assertThat(random.mailboxName()).doesNotStartWith("/").doesNotEndWith("/");
                    var text = random.text(20);
                    var encoder = StandardCharsets.UTF_8.newEncoder();
                    assertThat(encoder.canEncode(text)).isTrue();
                });
    }
}
