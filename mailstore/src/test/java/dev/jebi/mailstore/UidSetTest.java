package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;

import java.util.TreeSet;

/// Sets of UIDs against plain sets of numbers.
final class UidSetTest {
    @Test
    void intersectionAndDifferenceAreThoseOfSets() {
        Randomly.runs(
                2_000,
                "uidset.seed",
                random -> {
                    var one = any(random);
                    var other = any(random);
                    var both = new TreeSet<>(one);
                    both.retainAll(other);
                    var rest = new TreeSet<>(one);
                    rest.removeAll(other);
                    assertThat(set(one).and(set(other))).isEqualTo(set(both));
                    assertThat(set(one).minus(set(other))).isEqualTo(set(rest));
                });
    }

    @Test
    void everyUidIsWithinBounds() {
        assertThat(UidSet.ALL.minus(UidSet.EMPTY)).isEqualTo(UidSet.ALL);
        assertThat(UidSet.ALL.minus(UidSet.ALL).isEmpty()).isTrue();
        assertThat(UidSet.ALL.and(UidSet.ALL)).isEqualTo(UidSet.ALL);
        assertThat(UidSet.ALL.minus(UidSet.of(new Uid(0xFFFF_FFFFL))).toString())
                .isEqualTo("1:4294967294");
    }

    private static TreeSet<Long> any(Randomly random) {
        var set = new TreeSet<Long>();
        for (int i = random.between(0, 12); i > 0; i--) {
            long from = random.between(1L, 40L);
            for (long uid = from; uid <= from + random.small(6); uid++) {
                set.add(uid);
            }
        }
        return set;
    }

    private static UidSet set(TreeSet<Long> uids) {
        return UidSet.of(uids.stream().mapToLong(Long::longValue).toArray());
    }
}
