package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

final class HistoryTest {
    @Test
    void beforeWhatItRemembersEveryUidThatIsNotThereVanished() {
        var history = new History();
        int expunges = 2_100;
        for (int i = 1; i <= expunges; i++) {
            history.add(i + 1, new long[] {i});
        }
        var messages = new MessageTable();
        long uidNext = expunges + 5L;
        assertThat(history.since(expunges, messages, uidNext)).isEqualTo(UidSet.of(expunges));
        assertThat(history.since(1, messages, uidNext))
                .isEqualTo(UidSet.ofRanges(List.of(new UidSet.Range(1, uidNext - 1))));
        assertThat(history.since(101, messages, uidNext))
                .isEqualTo(UidSet.ofRanges(List.of(new UidSet.Range(101, expunges))));
    }
}
