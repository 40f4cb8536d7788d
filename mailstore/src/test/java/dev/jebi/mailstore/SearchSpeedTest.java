package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.mailstore.SearchQuery.Body;
import dev.jebi.mailstore.SearchQuery.Subject;
import dev.jebi.mailstore.SearchQuery.Text;
import dev.jebi.testkit.Corpus;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// What the search index costs and brings: real mail, and a mailbox of 100,000 messages.
@Tag("long")
final class SearchSpeedTest {
    private static final Logger LOG = LoggerFactory.getLogger(SearchSpeedTest.class);
    private static final int MANY = Integer.getInteger("jebi.search.messages", 100_000);

    @Test
    void realMail(@TempDir Path directory) throws Exception {
        var corpus = Corpus.orSkip();
        try (var store =
                EmbeddedStore.open(directory, StoreLimits.STANDARD, InstantSource.system())) {
            var inbox = Stores.inbox(store, Stores.account(store, "bob"));
            long octets = 0;
            for (int copy = 0; copy < 4; copy++) {
                for (var row : corpus.messages()) {
                    byte[] wire = corpus.wire(row);
                    octets += wire.length;
                    inbox.append(List.of(Stores.message(Content.of(wire), Flags.NONE)));
                }
            }
            report(store, octets);
            inbox.close();
        }
    }

    private static void report(MailStore store, long octets) throws Exception {
        var index = store.searchIndex().orElseThrow();
        long begin = System.nanoTime();
        long cpu = indexing();
        while (!index.state().ready() || index.state().behind() > 0) {
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
        var state = index.state();
        LOG.info(
                "messages={} octets={} index={} catch-up-ms={} cpu-us/message={}",
                state.messages(),
                octets,
                state.octets(),
                (System.nanoTime() - begin) / 1_000_000,
                (indexing() - cpu) / 1000 / Math.max(1, state.messages()));
    }

    private static long indexing() {
        var threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(t -> t != null)
                .filter(t ->
                        t.getThreadName().equals("jebi-search")
                                || t.getThreadName().startsWith("Lucene"))
                .mapToLong(t -> threads.getThreadCpuTime(t.getThreadId()))
                .sum();
    }

    @Test
    void manyMessages(@TempDir Path directory) throws Exception {
        try (var store =
                EmbeddedStore.open(directory, StoreLimits.STANDARD, InstantSource.system())) {
            var inbox = Stores.inbox(store, Stores.account(store, "bob"));
            var random = new SplittableRandom(1);
            var words = words(random);
            long octets = 0;
            var batch = new ArrayList<NewMessage>();
            for (int i = 0; i < MANY; i++) {
                byte[] message = message(i, words, random);
                octets += message.length;
                batch.add(Stores.message(Content.of(message), Flags.NONE));
                if (batch.size() == 500) {
                    inbox.append(List.copyOf(batch));
                    batch.clear();
                }
            }
            report(store, octets);
            for (int round = 0; round < 5; round++) {
                time(inbox, "text", new Text("needle4711x"), 1);
                time(inbox, "body", new Body("needle4711x"), 1);
                time(inbox, "subject", new Subject("number 4711."), 1);
                time(inbox, "nothing", new Text("nowhere to be seen"), 0);
                time(inbox, "subject-all", new Subject("number"), MANY);
            }
            inbox.close();
        }
    }

    private static void time(Mailbox inbox, String what, SearchQuery query, int found)
            throws Exception {
        long begin = System.nanoTime();
        var uids = inbox.search(query);
        LOG.info("search={} us={}", what, (System.nanoTime() - begin) / 1_000);
        assertThat(uids).hasSize(found);
    }

    private static String[] words(SplittableRandom random) {
        var words = new String[20_000];
        for (int i = 0; i < words.length; i++) {
            var word = new StringBuilder();
            for (int j = 2 + random.nextInt(9); j > 0; j--) {
                word.append((char) ('a' + random.nextInt(26)));
            }
            words[i] = word.toString();
        }
        return words;
    }

    private static byte[] message(int number, String[] words, SplittableRandom random) {
        var text = new StringBuilder();
        text.append("From: Sender ").append(number % 97).append(" <s@example.org>\r\n");
        text.append("To: bob@a.test\r\nSubject: number ").append(number).append(".\r\n");
        text.append("Message-ID: <").append(random.nextLong()).append("@example.org>\r\n");
        text.append("Date: Sun, 22 Nov 2026 10:00:00 +0000\r\n\r\n");
        while (text.length() < 3_500) {
            for (int i = 0; i < 10; i++) {
                double skewed = random.nextDouble();
                text.append(words[(int) (words.length * skewed * skewed * skewed)]).append(' ');
            }
            text.append("\r\n");
        }
        text.append("needle").append(number).append("x\r\n");
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
