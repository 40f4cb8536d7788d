package dev.jebi.mailstore.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.Expunged;
import dev.jebi.mailstore.change.Change.MailboxCreated;
import dev.jebi.mailstore.change.Logged;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/// How far back the index remembers what was expunged.
final class ExpungedRowsTest {
    private static final String STORE = "3f0c1c0e-0000-0000-0000-000000000000";
    private static final int EXPUNGES = 5_000;

    @TempDir Path directory;

    private long modSeq = 1;
    private long lsn;

    /// Single expunges, as one client after the other makes them.
    private List<Change> expunges(int mailbox, int count) {
        var changes = new ArrayList<Change>();
        for (int i = 0; i < count; i++) {
            modSeq++;
            changes.add(new Expunged(mailbox, modSeq, new long[] {modSeq}, new long[] {800}));
        }
        return changes;
    }

    private Logged logged(List<Change> changes) {
        lsn += 8;
        return new Logged(lsn, changes);
    }

    @Test
    void theHistoryOfAMailboxStaysBoundedWhileTheStoreIsOpen() throws Exception {
        try (var index = Index.open(directory, STORE)) {
            index.apply(
                    List.of(
                            logged(
                                    List.of(
                                            new MailboxCreated(7, 1, "INBOX", 9, -1, true),
                                            new MailboxCreated(8, 1, "Quiet", 10, -1, true)))));
            index.apply(List.of(logged(expunges(8, 3))));
            for (int i = 0; i < EXPUNGES; i += 50) {
                index.apply(List.of(logged(expunges(7, 50))));
                assertThat(index.vanished(7, EXPUNGES))
                        .hasSizeLessThan(ExpungedRows.REMEMBERED + 8 * ExpungedRows.PRUNED_EVERY);
            }
            var newest = index.vanished(7, ExpungedRows.REMEMBERED);
            long last = modSeq;
            assertThat(newest.stream().map(Vanished::modSeq))
                    .containsExactlyElementsOf(
                            LongStream.range(0, ExpungedRows.REMEMBERED)
                                    .mapToObj(i -> last - i)
                                    .toList());
            assertThat(index.vanished(8, 10)).hasSize(3);
        }
        try (var index = Index.open(directory, STORE)) {
            assertThat(index.vanished(7, EXPUNGES)).hasSize(ExpungedRows.REMEMBERED);
        }
    }
}
