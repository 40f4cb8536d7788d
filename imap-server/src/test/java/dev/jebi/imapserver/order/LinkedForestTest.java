package dev.jebi.imapserver.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

final class LinkedForestTest {
    /// The same by walking up.
    private static final class Walked {
        private final int[] parent;

        Walked(int nodes) {
            parent = new int[nodes];
            Arrays.fill(parent, LinkedForest.NONE);
        }

        boolean link(int child, int to) {
            for (int at = to; at != LinkedForest.NONE; at = parent[at]) {
                if (at == child) {
                    return false;
                }
            }
            parent[child] = to;
            return true;
        }
    }

    @Test
    void linksAndCutsAreThoseOfAWalk() {
        Randomly.runs(
                40,
                "imap.forest.seed",
                random -> {
                    int nodes = random.between(2, 400);
                    var forest = new LinkedForest(nodes);
                    var walked = new Walked(nodes);
                    boolean high = random.oneIn(2); // one chain, mostly
                    for (int i = 0; i < 3 * nodes; i++) {
                        int child = random.between(0, nodes - 1);
                        int to = high && child > 0 ? child - 1 : random.between(0, nodes - 1);
                        if (forest.parent(child) == LinkedForest.NONE) {
                            assertThat(forest.link(child, to)).isEqualTo(walked.link(child, to));
                        } else if (random.oneIn(high ? 50 : 3)) {
                            forest.cut(child);
                            walked.parent[child] = LinkedForest.NONE;
                        }
                    }
                    for (int i = 0; i < nodes; i++) {
                        assertThat(forest.parent(i)).isEqualTo(walked.parent[i]);
                    }
                });
    }

    @Test
    void aChainOfHundredThousandIsSoonTied() {
        int nodes = 100_000;
        var forest = new LinkedForest(nodes);
        for (int i = 1; i < nodes; i++) {
            assertThat(forest.link(i, i - 1)).isTrue();
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(forest.link(0, nodes - 1 - i)).isFalse();
        }
    }
}
