package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.daemon.ForeignServers.Kind;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What is kept here stays in step with a Dovecot whose mail others change, and `watch` tells what
/// happens there.
@Tag("clients")
final class ForeignSyncTest {
    private static final int DELIVERIES = 5;

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void look() {
        ForeignServers.assumed();
    }

    @ParameterizedTest
    @EnumSource
    void whatOthersChangeIsSeen(Kind kind) throws Exception {
        try (var servers = ForeignServers.start(kind);
                var other = servers.other(ForeignServers.AL)) {
            for (int i = 1; i <= 9; i++) {
                other.append("INBOX", "number " + i, "swallow " + i);
            }
            var al = Correspondent.of(folder.resolve("al"), servers, ForeignServers.AL);
            assertThat(al.done("sync", "INBOX", "--json")).contains("\"messages\":9,\"fresh\":9");

            other.ok("SELECT INBOX");
            other.ok("STORE 2 +FLAGS (\\Seen \\Flagged)");
            other.ok("STORE 3,5 +FLAGS (\\Deleted)");
            other.ok("EXPUNGE");
            other.append("INBOX", "number 10", "x");
            assertThat(al.done("sync", "INBOX", "--json"))
                    .contains("\"messages\":8,\"fresh\":1,\"gone\":2,\"changed\":1");
            String list = al.done("ls", "--json");
            assertThat(list)
                    .contains("\"subject\":\"number 10\"")
                    .doesNotContain("\"subject\":\"number 3\"")
                    .doesNotContain("\"subject\":\"number 5\"");
            assertThat(list.lines().findFirst().orElse(""))
                    .containsPattern("INBOX:2\"[^}]*\"flags\":\\[\"(seen|flagged)\",");
            assertThat(al.done("sync", "INBOX", "--json"))
                    .contains("\"messages\":8,\"fresh\":0,\"gone\":0,\"changed\":0");

            other.ok("STORE 2 -FLAGS (\\Seen \\Flagged)");
            other.ok("STORE 1:* +FLAGS (work)");
            other.ok("STORE 8 +FLAGS (\\Deleted)");
            other.ok("EXPUNGE");
            assertThat(al.done("sync", "INBOX", "--json"))
                    .contains("\"messages\":7,\"fresh\":0,\"gone\":1,\"changed\":7");
            assertThat(al.done("search", "--offline", "keyword:work", "--json"))
                    .contains("INBOX:1\"")
                    .contains("INBOX:9\"");

            other.ok("STORE 1:* +FLAGS (\\Deleted)");
            other.ok("EXPUNGE");
            assertThat(al.done("sync", "INBOX", "--json")).contains("\"messages\":0");
            assertThat(al.done("ls", "--fresh", "--json")).isEqualTo("[]\n");
            other.append("INBOX", "number 11", "x");
            assertThat(al.done("ls", "--fresh", "--json")).contains("\"ref\":\"INBOX:11\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMailboxThatIsNumberedAnewIsReadAnew(Kind kind) throws Exception {
        try (var servers = ForeignServers.start(kind);
                var other = servers.other(ForeignServers.AL)) {
            String box = kind.named("Plans");
            other.ok("CREATE " + box);
            other.append(box, "spring", "x");
            other.append(box, "summer", "x");
            var al = Correspondent.of(folder.resolve("al"), servers, ForeignServers.AL);
            assertThat(al.done("sync", box, "--json")).contains("\"messages\":2,\"fresh\":2");
            assertThat(al.done("read", box + ":2")).contains("Subject: summer");
            other.ok("DELETE " + box);
            other.ok("CREATE " + box);
            other.append(box, "autumn", "x");
            other.append(box, "winter", "the second");
            assertThat(al.done("ls", box, "--fresh", "--json"))
                    .contains("autumn")
                    .contains("winter")
                    .doesNotContain("summer");
            assertThat(al.done("read", box + ":2")).contains("Subject: winter");
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static void awaitLine(Path file, int number, String words) {
        Awaitility.await(words)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> {
                    assertThat(lines(file)).hasSizeGreaterThanOrEqualTo(number);
                    assertThat(lines(file).get(number - 1)).contains(words);
                });
    }

    @Test
    void whoWatchesHearsAtOnceAndOverARestart() throws Exception {
        try (var servers = ForeignServers.start(Kind.MODERN)) {
            var al = Correspondent.of(folder.resolve("al"), servers, ForeignServers.AL);
            var bo = Correspondent.of(folder.resolve("bo"), servers, ForeignServers.BO);
            Path out = folder.resolve("events");
            Process watching = al.start(out, "watch");
            try {
                awaitLine(out, 1, "{\"event\":\"watching\"");
                try (var other = servers.other(ForeignServers.AL)) {
                    var took = new ArrayList<Duration>();
                    for (int i = 1; i <= DELIVERIES; i++) {
                        other.append("INBOX", "swallow " + i, "x");
                        long there = System.nanoTime();
                        awaitLine(out, i + 1, "\"ref\":\"INBOX:" + i + "\"");
                        took.add(Duration.ofNanos(System.nanoTime() - there));
                    }
                    Collections.sort(took);
                    assertThat(took.get(DELIVERIES / 2))
                            .as("from the delivery to the line, of " + took)
                            .isLessThan(Duration.ofSeconds(1));
                    other.ok("SELECT INBOX");
                    other.ok("STORE 1 +FLAGS (\\Seen)");
                    awaitLine(out, DELIVERIES + 2, "{\"event\":\"flags\",\"count\":1}");
                    other.ok("STORE 1 +FLAGS (\\Deleted)");
                    awaitLine(out, DELIVERIES + 3, "{\"event\":\"flags\",\"count\":1}");
                    other.ok("EXPUNGE");
                    awaitLine(out, DELIVERIES + 4, "{\"event\":\"gone\",\"count\":1}");
                }
                bo.doneWith("x", "send", "--to", ForeignServers.AL, "--subject", "by Postfix");
                awaitLine(out, DELIVERIES + 5, "\"subject\":\"by Postfix\"");
                servers.dovecot().stop();
                awaitLine(out, DELIVERIES + 6, "{\"event\":\"interrupted\"");
                servers.dovecot().start();
                try (var other = servers.other(ForeignServers.AL)) {
                    other.append("INBOX", "after the restart", "x");
                }
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .untilAsserted(() ->
                                assertThat(lines(out).getLast())
                                        .contains("\"subject\":\"after the restart\""));
                assertThat(watching.isAlive()).isTrue();
            } finally {
                watching.destroy();
                watching.onExit().join();
            }
            assertThat(lines(out)).allMatch(line -> line.startsWith("{\"event\":"));
        }
    }

    @Test
    void whoWatchesHearsOfWhatAnotherCommandFetchedFirst() throws Exception {
        try (var servers = ForeignServers.start(Kind.MODERN);
                var other = servers.other(ForeignServers.AL)) {
            var al = Correspondent.of(folder.resolve("al"), servers, ForeignServers.AL);
            Path out = folder.resolve("events");
            Process watching = al.start(out, "watch");
            try {
                awaitLine(out, 1, "{\"event\":\"watching\"");
                signal(watching, "STOP");
                other.append("INBOX", "swallow", "x");
                assertThat(al.done("ls", "--fresh", "--json")).contains("swallow");
                signal(watching, "CONT");
                awaitLine(out, 2, "\"subject\":\"swallow\"");
            } finally {
                watching.destroy();
                watching.onExit().join();
            }
        }
    }

    private static void signal(Process process, String signal) throws Exception {
        var ran = Program.installed("kill").run("", List.of("-" + signal, "" + process.pid()));
        assertThat(ran.exitCode()).as(ran.out()).isZero();
    }
}
