package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// Eight clients, each speaking in a manner of its own, give random commands to the same mailboxes,
/// leave and come back; what each is told must at every moment add up to what an independent model
/// says. The seed is printed; `-Dimap.model.seed` repeats a run, `-Dimap.model.operations` tells
/// how long it is.
final class SessionsModelTest {
    private static final Logger log = LoggerFactory.getLogger(SessionsModelTest.class);
    private static final int SESSIONS = 8;
    private static final int FULL = 30;
    private static final Pattern STATUS = Pattern.compile("STATUS [A-Za-z]+ \\((.*)\\)");

    @TempDir private Path directory;

    @Test
    void whatEachClientIsToldIsTrue() throws Exception {
        run(Integer.getInteger("imap.model.operations", 3_000));
    }

    @Test
    @Tag("long")
    void whatEachClientIsToldIsTrueAMillionTimes() throws Exception {
        run(Integer.getInteger("imap.model.operations", 1_000_000));
    }

    private void run(int operations) throws Exception {
        try (var site = ImapSite.open(directory)) {
            site.account("model", 0, 0);
            long seed = Long.getLong("imap.model.seed", ThreadLocalRandom.current().nextLong());
            log.info("event=model-begins seed={} operations={}", seed, operations);
            try {
                new Run(site, new Randomly(seed)).go(operations);
            } catch (AssertionError e) {
                throw new AssertionError("-Dimap.model.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /// One run. For one thread.
    private static final class Run {
        private final ImapSite site;
        private final Randomly random;
        private final List<ModelMailbox> mailboxes =
                new ArrayList<>(List.of(new ModelMailbox("INBOX"), new ModelMailbox("Archive")));
        private final List<ModelSession> sessions = new ArrayList<>();

        Run(ImapSite site, Randomly random) {
            this.site = site;
            this.random = random;
        }

        void go(int operations) throws IOException {
            for (int i = 0; i < SESSIONS; i++) {
                sessions.add(arrive());
            }
            for (int done = 0; done < operations; done++) {
                int at = random.between(0, SESSIONS - 1);
                var session = sessions.get(at);
                try {
                    step(at, session);
                } catch (AssertionError | IOException | RuntimeException e) {
                    throw new AssertionError(
                            "operation "
                                    + done
                                    + ", session "
                                    + at
                                    + " "
                                    + session.manner
                                    + ": "
                                    + e.getMessage()
                                    + "\n"
                                    + session.wire.transcript(),
                            e);
                }
                if (done > 0 && done % 100_000 == 0) {
                    log.info("event=model operations={}", done);
                }
            }
            for (ModelSession session : sessions) {
                session.close();
            }
        }

        private ModelSession arrive() throws IOException {
            return new ModelSession(
                    site.address(), "model@a.test", mailboxes, ModelSession.Manner.any(random));
        }

        /// A client without QRESYNC looks for itself what is gone: its mod-sequence, which it may
        /// have heard while expunges were kept back, says nothing of that to one with QRESYNC.
        private void step(int at, ModelSession session) throws IOException {
            if (random.oneIn(150)) {
                session.close();
                var next = arrive();
                if (next.manner.condstore()
                        && (session.manner.qresync() || !next.manner.qresync())) {
                    next.remember(session);
                }
                sessions.set(at, next);
            } else if (session.idling) {
                if (random.oneIn(4)) {
                    wake(session);
                }
            } else if (!session.selected || random.oneIn(25)) {
                session.select(random.pick(mailboxes), random);
            } else if (session.mailbox.dead) {
                mourn(session);
            } else {
                command(session);
            }
        }

        /// A mailbox that was deleted under a session is empty to it.
        private void mourn(ModelSession session) throws IOException {
            var commands = new ModelCommands(random, session);
            if (random.oneIn(3)) {
                commands.close();
            } else {
                commands.noop();
                assertThat(session.view.entries).isEmpty();
            }
        }

        /// Another mailbox takes the name, with UIDs of its own.
        private void recreate(ModelSession session) throws IOException {
            mailboxes.getLast().die();
            mailboxes.set(1, new ModelMailbox("Archive"));
            ModelSession.ok(session.ask("DELETE Archive"));
            session.settle(true);
            ModelSession.ok(session.ask("CREATE Archive"));
            session.settle(true);
        }

        private static void wake(ModelSession session) throws IOException {
            session.idling = false;
            var answer = session.wire.done();
            session.view.hear(answer);
            ModelSession.ok(answer);
            session.settle(true);
        }

        private void command(ModelSession session) throws IOException {
            var commands = new ModelCommands(random, session);
            boolean full = session.mailbox.messages.size() > FULL;
            if (random.oneIn(300)) {
                recreate(session);
                return;
            }
            switch (random.between(0, 19)) {
                case 0, 1, 2 -> {
                    if (full) {
                        commands.expunge();
                    } else {
                        append(session);
                    }
                }
                case 3, 4, 5, 6 -> commands.store();
                case 7, 8, 9 -> commands.fetch();
                case 10, 11, 12 -> commands.search();
                case 13 -> commands.expunge();
                case 14 -> {
                    if (mailboxes.stream().allMatch(m -> m.messages.size() < FULL)) {
                        commands.copy(false);
                    } else {
                        commands.noop();
                    }
                }
                case 15 -> commands.copy(true);
                case 16 -> commands.noop();
                case 17 -> status(session);
                case 18 -> {
                    assertThat(session.wire.idle().told()).isEmpty();
                    session.idling = true;
                }
                default -> commands.close();
            }
        }

        private void append(ModelSession session) throws IOException {
            var target = random.pick(mailboxes);
            var flags = new ArrayList<Set<String>>();
            var command = new StringBuilder("APPEND ").append(target.name);
            for (int i = random.between(1, 3); i > 0; i--) {
                flags.add(ModelCommands.flags(random));
                command.append(" (").append(String.join(" ", flags.getLast())).append(") {1+}");
                command.append("\r\nx");
            }
            long first = target.uidNext;
            target.add(flags);
            var answer = session.ask(command.toString());
            String uids = first + (flags.size() > 1 ? ":" + (target.uidNext - 1) : "");
            assertThat(answer.end()).matches("OK \\[APPENDUID [0-9]+ " + uids + "\\].*");
            session.settle(true);
        }

        private void status(ModelSession session) throws IOException {
            var other = random.pick(mailboxes);
            String highest = session.manner.condstore() ? " HIGHESTMODSEQ" : "";
            var answer =
                    session.ask(
                            "STATUS "
                                    + other.name
                                    + " (MESSAGES UIDNEXT UNSEEN DELETED"
                                    + highest
                                    + ")");
            var line =
                    answer.told().stream()
                            .map(STATUS::matcher)
                            .filter(m -> m.matches())
                            .findFirst()
                            .orElseThrow()
                            .group(1);
            long unseen =
                    other.messages.values().stream()
                            .filter(m -> !m.flags.contains("\\seen"))
                            .count();
            assertThat(line)
                    .startsWith(
                            "MESSAGES "
                                    + other.messages.size()
                                    + " UIDNEXT "
                                    + other.uidNext
                                    + " UNSEEN "
                                    + unseen
                                    + " DELETED "
                                    + other.deleted().size());
            if (session.manner.condstore()) {
                other.told(other.change, Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)));
            }
            session.settle(true);
        }
    }
}
