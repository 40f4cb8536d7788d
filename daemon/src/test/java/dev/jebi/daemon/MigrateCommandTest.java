package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `jebi store migrate`, as a process of its own.
class MigrateCommandTest {
    @TempDir private Path folder;

    private JebiProcess.Ended run(String in, String... arguments) throws Exception {
        return on("data", in, arguments);
    }

    private JebiProcess.Ended on(String data, String in, String... arguments) throws Exception {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--data");
        all.add(folder.resolve(data).toString());
        return JebiProcess.run(in, all);
    }

    private void fill() throws Exception {
        run("", "domain", "add", "a.test");
        run("secret\n", "account", "add", "al@a.test", "--password-stdin");
        Path source = folder.resolve("old.mbox");
        Files.writeString(
                source,
                "From x Sun Nov 22 10:00:07 2026\nSubject: one\n\nbody\n\n"
                        + "From x Sun Nov 22 10:00:08 2026\nSubject: two\n\nbody\n\n");
        run("", "import", "al@a.test", source.toString(), "--mailbox", "Old/편지");
    }

    private static Optional<EmbeddedPostgres> postgres() {
        try {
            return Optional.of(
                    EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(3)).start());
        } catch (IOException | RuntimeException e) {
            LoggerFactory.getLogger(MigrateCommandTest.class).warn("no PostgreSQL", e);
            return Optional.empty();
        }
    }

    @Test
    void aStoreIsMovedAndServedFromThere() throws Exception {
        var started = postgres();
        assumeTrue(started.isPresent(), "the binaries of PostgreSQL do not run on this machine");
        try (var server = started.orElseThrow()) {
            fill();
            String url = server.getJdbcUrl("postgres", "postgres");
            var early = run("", "account", "list", "--set", "store.url=" + url);
            assertThat(early.exitCode()).isEqualTo(77);
            assertThat(early.err()).contains("holds a store of its own", "jebi store migrate");
            var moved = run("", "store", "migrate", "--to", url);
            assertThat(moved.err()).doesNotContain("jebi:");
            assertThat(moved.exitCode()).isZero();
            assertThat(moved.out()).contains("1 accounts", "2 messages", "compared");
            var late = run("", "account", "list");
            assertThat(late.exitCode()).isEqualTo(77);
            assertThat(late.err()).contains("was moved to").doesNotContain("user=");
            assertThat(run("", "store", "migrate", "--to", url).err()).contains("moved", "already");
            for (String data : List.of("data", "another")) {
                assertThat(on(data, "", "account", "list", "--set", "store.url=" + url).out())
                        .containsPattern("al@a.test\\s+used=\\d+\\s+messages=2");
            }
            assertThat(run("", "store", "migrate", "--unmark").out()).contains("again");
            assertThat(run("", "account", "list").out()).contains("messages=2");
        }
    }

    @Test
    void whatCannotBeDoneIsSaidInASentence() throws Exception {
        var none = on("nowhere", "", "store", "migrate", "--to", "jdbc:postgresql://127.0.0.1:1/x");
        assertThat(none.exitCode()).isEqualTo(65);
        assertThat(none.err()).contains("there is no store in");
        fill();
        assertThat(run("", "store", "migrate").err()).contains("--to jdbc:postgresql://");
        assertThat(run("", "store", "migrate", "--to", "mysql:x").exitCode()).isEqualTo(78);
        var bucket =
                run(
                        "",
                        "store",
                        "migrate",
                        "--to",
                        "jdbc:postgresql://127.0.0.1:1/x",
                        "--content",
                        "s3://UPPER");
        assertThat(bucket.exitCode()).isEqualTo(78);
        assertThat(bucket.err()).contains("--content", "is not the name of a bucket");
        var away = run("", "store", "migrate", "--to", "jdbc:postgresql://127.0.0.1:1/x");
        assertThat(away.exitCode()).isEqualTo(69);
        assertThat(away.err().lines()).hasSize(1);
        assertThat(run("", "account", "list").out()).contains("messages=2");
    }
}
