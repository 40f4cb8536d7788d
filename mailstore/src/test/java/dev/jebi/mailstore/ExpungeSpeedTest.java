package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;

/// What keeping costs an expunge of ten thousand messages: the two are measured in turn, and the
/// index catches up between.
@Tag("long")
final class ExpungeSpeedTest {
    private static final Logger LOG = LoggerFactory.getLogger(ExpungeSpeedTest.class);
    private static final int MESSAGES = 10_000;
    private static final int ROUNDS = 7;

    @TempDir Path directory;

    @Test
    void keepingCostsAnExpungeLittle() throws Exception {
        try (var keeping = open("keeping", UndeleteLimits.STANDARD);
                var none = open("none", UndeleteLimits.NONE)) {
            var bob = Stores.account(keeping, "bob");
            var ann = Stores.account(none, "ann");
            var kept = new long[ROUNDS];
            var gone = new long[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                kept[i] = expunge(keeping, bob);
                gone[i] = expunge(none, ann);
            }
            Arrays.sort(kept);
            Arrays.sort(gone);
            long median = kept[ROUNDS / 2];
            LOG.info(
                    "event=expunge-speed messages={} kept-ms={} gone-ms={}",
                    MESSAGES,
                    median / 1_000_000,
                    gone[ROUNDS / 2] / 1_000_000);
            assertThat(median).isLessThan(3 * gone[ROUNDS / 2] + 50_000_000);
        }
    }

    private MailStore open(String name, UndeleteLimits undelete) throws IOException {
        return EmbeddedStore.open(
                directory.resolve(name),
                StoreLimits.STANDARD.with(undelete),
                InstantSource.system());
    }

    private static long expunge(MailStore store, Account account) throws IOException {
        try (var inbox = Stores.inbox(store, account)) {
            inbox.append(Collections.nCopies(MESSAGES, Stores.message("x")));
            long start = System.nanoTime();
            var expunged = inbox.remove(UidSet.ALL);
            long time = System.nanoTime() - start;
            assertThat(expunged.count()).isEqualTo(MESSAGES);
            return time;
        }
    }
}
