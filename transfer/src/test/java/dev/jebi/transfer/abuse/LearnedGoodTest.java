package dev.jebi.transfer.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.UidSet;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;

final class LearnedGoodTest {
    private static LearnedGood again(LearnedGood good) {
        return LearnedGood.of(good.octets());
    }

    @Test
    void whatLiesBetweenWasNotLearned() {
        var good = again(LearnedGood.NONE.with(List.of(3L, 4L, 9L)));
        assertThat(LongStream.rangeClosed(1, 10).filter(good::has).boxed().toList())
                .containsExactly(3L, 4L, 9L);
        assertThat(again(LearnedGood.NONE)).isEqualTo(LearnedGood.NONE);
    }

    @Test
    void aNumberAloneIsTheLastOfThoseThatWereLearned() {
        var good = LearnedGood.of("17".getBytes(StandardCharsets.US_ASCII));
        assertThat(good.has(17)).isTrue();
        assertThat(good.has(18)).isFalse();
        assertThat(again(good.with(List.of(20L))).has(19)).isFalse();
    }

    @Test
    void ofManyTheOldestAreNotToldApart() {
        var even = LongStream.rangeClosed(1, 2_500).map(n -> 2 * n).boxed().toList();
        var good = again(LearnedGood.NONE.with(even));
        assertThat(good.uids().count()).isEqualTo(2_000);
        assertThat(good.before()).isEqualTo(1_000);
        assertThat(good.uids().and(UidSet.of(1_000, 1_001)).isEmpty()).isTrue();
        assertThat(good.has(999)).isTrue();
        assertThat(good.has(1_001)).isFalse();
        assertThat(good.has(5_000)).isTrue();
    }
}
