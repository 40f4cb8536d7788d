package dev.jebi.imapserver;

import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/// Clients of two people change the same mailboxes at the same moment, idle, are notified, leave
/// and come back. Whenever all of them pause, what each has kept must be what there is. What
/// interleaves is not the seed's to say, so that a seed makes a failure likely, not certain:
/// `-Dimap.at-once.seed`, `-Dimap.at-once.rounds`.
final class SessionsAtOnceTest {
    private static final Logger log = LoggerFactory.getLogger(SessionsAtOnceTest.class);
    private static final int CLIENTS = 8;
    private static final int STEPS = 15;

    @TempDir private Path directory;

    @Test
    void whatEachClientKeepsIsWhatThereIs() throws Exception {
        run(Integer.getInteger("imap.at-once.rounds", 20));
    }

    @Test
    @Tag("long")
    void whatEachClientKeepsIsWhatThereIsForLong() throws Exception {
        run(Integer.getInteger("imap.at-once.rounds", 2_000));
    }

    private void run(int rounds) throws Exception {
        long seed = Long.getLong("imap.at-once.seed", ThreadLocalRandom.current().nextLong());
        log.info("event=at-once-begins seed={} rounds={}", seed, rounds);
        var random = new Randomly(seed);
        try (var site = ImapSite.open(directory)) {
            site.account("model", 0, 0);
            site.account("other", 0, 0);
            var own =
                    new CachingClient.Place(
                            site.address(), "model@a.test", List.of("INBOX", "Archive"));
            String shared = "Other Users/model@a.test";
            var others =
                    new CachingClient.Place(
                            site.address(), "other@a.test", List.of(shared, shared + "/Archive"));
            share(own);
            var clients = new ArrayList<CachingClient>();
            for (int i = 0; i < CLIENTS; i++) {
                var place = random.oneIn(3) ? others : own;
                var mailbox = place.mailboxes().get(i % 2);
                var each = new Randomly(random.generator().nextLong());
                clients.add(new CachingClient(place, mailbox, each));
            }
            for (int round = 0; round < rounds; round++) {
                together(clients);
                settle(clients, own, others);
            }
            for (var client : clients) {
                client.close();
            }
        } catch (AssertionError e) {
            throw new AssertionError("-Dimap.at-once.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    private static void share(CachingClient.Place own) throws Exception {
        try (var dialogue = new ModelDialogue(own.address())) {
            ModelSession.ok(dialogue.ask("LOGIN " + own.login() + " secret"));
            for (String mailbox : own.mailboxes()) {
                ModelSession.ok(dialogue.ask("SETACL " + mailbox + " other@a.test lrswipkxte"));
            }
        }
    }

    private static void together(List<CachingClient> clients) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            for (var client : clients) {
                running.add(
                        threads.submit(() -> {
                            for (int i = 0; i < STEPS; i++) {
                                reported(client, client::step);
                            }
                            return null;
                        }));
            }
            for (var each : running) {
                each.get();
            }
        }
    }

    private static void settle(
            List<CachingClient> clients, CachingClient.Place own, CachingClient.Place others)
            throws Exception {
        Map<String, Map<Long, Set<String>>> truth = new HashMap<>();
        for (int i = 0; i < own.mailboxes().size(); i++) {
            var messages = CachingClient.truth(own, own.mailboxes().get(i));
            truth.put(own.mailboxes().get(i), messages);
            truth.put(others.mailboxes().get(i), messages);
        }
        for (var client : clients) {
            var messages = truth.getOrDefault(client.mailbox(), Map.of());
            reported(client, () -> client.settle(messages));
        }
    }

    /// Something that a client does.
    private interface Step {
        void run() throws Exception;
    }

    private static void reported(CachingClient client, Step step) {
        try {
            step.run();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + client.transcript(), e);
        }
    }
}
