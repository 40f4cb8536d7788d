package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Thunderbird idles on a mailbox and flags what comes, while mbsync and offlineimap synchronise it
/// at the same time and mail is delivered into it: nothing is lost, and nothing comes twice.
///
/// Thunderbird looks at new mail when it is announced to it in IDLE. An EXISTS in the answer to its
/// UID FETCH or UID STORE it passes over, and a server that has said it does not say it again: what
/// comes just then is in its list when the next message is announced, or when somebody presses "Get
/// Messages", as here.
@Tag("clients")
class ClientsTogetherTest {
    private static final int ROUNDS = 3;
    private static final int AT_ONCE = 10;

    @TempDir private Path folder;

    /// A client that keeps a Maildir, and how it is run.
    private record Keeper(Program program, List<String> arguments, Maildir near)
            implements Callable<Program.Ran> {
        @Override
        public Program.Ran call() throws IOException, InterruptedException {
            return program.run("", arguments);
        }

        /// Runs it alone.
        void sync() throws IOException, InterruptedException {
            assertSynced(call());
        }

        static void assertSynced(Program.Ran ran) {
            assertThat(ran.exitCode()).as(ran.out()).isZero();
        }
    }

    private Keeper keeper(ClientSite site, String login, String name, String... options)
            throws IOException {
        Program program = Program.installed(name);
        Path home = folder.resolve(name);
        String rc = site.configuration(name + "rc", login, home).toString();
        Files.createDirectories(home.resolve("near"));
        Files.createDirectories(home.resolve("state"));
        var arguments = new ArrayList<>(List.of("-c", rc));
        arguments.addAll(List.of(options));
        return new Keeper(program, arguments, new Maildir(home.resolve("near/INBOX")));
    }

    @Test
    void nothingIsLostAndNothingComesTwice() throws Exception {
        Thunderbird.skipWhereMissing();
        try (var site = ClientSite.open(folder.resolve("a"))) {
            String login = site.account("kim");
            var mbsync = keeper(site, login, "mbsync", "all");
            var offlineimap = keeper(site, login, "offlineimap", "-o");
            try (var far = site.far(login)) {
                far.put("INBOX", "first");
                mbsync.sync();
                offlineimap.sync();
                Path home = folder.resolve("thunderbird");
                try (var thunderbird = Thunderbird.start(site, login, home, "imap")) {
                    assertThat(thunderbird.act("watch")).isEqualTo("watching");
                    for (int round = 0; round < ROUNDS; round++) {
                        fill(round, mbsync.near(), offlineimap.near(), far);
                        together(thunderbird, mbsync, offlineimap);
                    }
                    var expected = expected();
                    mbsync.sync(); // what came after they had looked
                    offlineimap.sync();
                    assertThat(thunderbird.act("get")).isEqualTo(count(expected));
                    far.put("INBOX", "last");
                    expected.put("last", "\\Flagged");
                    awaitAnnounced(thunderbird, count(expected));
                    thunderbird.act("flag");
                    far.awaitFlags("INBOX", expected);
                    mbsync.sync();
                    offlineimap.sync();
                    assertThat(mbsync.near().flags()).isEqualTo(expected);
                    assertThat(offlineimap.near().flags()).isEqualTo(expected);
                    assertThat(far.flags("INBOX")).isEqualTo(expected);
                    assertThat(far.run("SEARCH ALL").getFirst().split(" ", -1))
                            .as("messages with their subjects")
                            .hasSize(2 + expected.size());
                }
            }
            site.stop();
        }
    }

    private static void fill(int round, Maildir first, Maildir second, FarSide far)
            throws IOException {
        for (int i = 0; i < AT_ONCE; i++) {
            String number = round + "." + i;
            first.put(number + ".first", "mbsync " + number);
            second.put(number + ".second", "offlineimap " + number);
            far.put("INBOX", "delivered " + number);
        }
    }

    private static void together(Thunderbird thunderbird, Keeper first, Keeper second)
            throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Program.Ran>> running =
                    List.of(threads.submit(first), threads.submit(second));
            thunderbird.act("flag");
            for (var ran : running) {
                Keeper.assertSynced(ran.get());
            }
        }
    }

    private static String count(Map<String, String> messages) {
        return Integer.toString(messages.size());
    }

    /// By IDLE alone: nobody tells it to look.
    private static void awaitAnnounced(Thunderbird thunderbird, String messages) {
        Awaitility.await("it is announced")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(thunderbird.act("count")).isEqualTo(messages));
    }

    private static Map<String, String> expected() {
        var all = new TreeMap<>(Map.of("first", "\\Flagged"));
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < AT_ONCE; i++) {
                for (String whose : List.of("mbsync ", "offlineimap ", "delivered ")) {
                    all.put(whose + round + "." + i, "\\Flagged");
                }
            }
        }
        return all;
    }
}
