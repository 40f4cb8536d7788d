package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// PostgreSQL goes away under sessions that are open, and comes back: they are refused for now, by
/// every protocol, and the same process goes on by itself.
@Tag("long")
class UnreachableDatabaseTest {
    @TempDir private Path folder;

    private Optional<EmbeddedPostgres> postgres(int port) {
        try {
            return Optional.of(
                    EmbeddedPostgres.builder()
                            .setPGStartupWait(Duration.ofSeconds(60))
                            .setDataDirectory(folder.resolve("pg"))
                            .setCleanDataDirectory(false)
                            .setPort(port)
                            .start());
        } catch (IOException | RuntimeException e) {
            LoggerFactory.getLogger(UnreachableDatabaseTest.class).warn("no PostgreSQL", e);
            return Optional.empty();
        }
    }

    private static String imap(Dialogue imap, String command) throws IOException {
        String line = imap.ask("t " + command);
        while (!line.startsWith("t ")) {
            line = imap.line();
        }
        return line;
    }

    private static String deliver(Dialogue smtp) throws IOException {
        smtp.command("RSET");
        smtp.command("MAIL FROM:<x@peer.test>");
        String reply = smtp.command("RCPT TO:<al@localhost>");
        if (!reply.startsWith("250")) {
            return reply;
        }
        smtp.command("DATA");
        return smtp.command("Subject: x\r\n\r\nx\r\n.");
    }

    @Test
    @SuppressWarnings("try") // the database is stopped in the middle
    void sessionsAreRefusedForNowAndGoOnWhenItIsBack() throws Exception {
        var started = postgres(0);
        assumeTrue(started.isPresent(), "the binaries of PostgreSQL do not run on this machine");
        try (var database = started.orElseThrow();
                var server =
                        JebiProcess.serve(
                                folder.resolve("data"),
                                "store.url=" + database.getJdbcUrl("postgres", "postgres"))) {
            server.withAccount("al@localhost");
            try (var smtp = new Dialogue(server.at("smtp"));
                    var imap = new Dialogue(server.at("imap"));
                    var pop3 = new Dialogue(server.at("pop3"))) {
                open(smtp, imap, pop3);
                database.close();
                assertThat(deliver(smtp)).startsWith("451 ");
                assertThat(imap(imap, "FETCH 1 BODY.PEEK[]")).startsWith("t NO ");
                assertThat(imap(imap, "STORE 1 +FLAGS (\\Flagged)")).startsWith("t NO ");
                assertThat(imap(imap, "CREATE New")).startsWith("t NO ");
                assertThat(pop3.ask("RETR 1")).startsWith("-ERR [SYS/TEMP]");
                try (var back = postgres(database.getPort()).orElseThrow()) {
                    assertThat(back.getPort()).isEqualTo(database.getPort());
                    goOn(smtp, imap, pop3);
                }
            }
        }
    }

    private static void open(Dialogue smtp, Dialogue imap, Dialogue pop3) throws IOException {
        assertThat(smtp.reply()).startsWith("220");
        assertThat(smtp.command("EHLO peer.test")).startsWith("250");
        assertThat(deliver(smtp)).startsWith("250");
        assertThat(imap.line()).startsWith("* OK");
        assertThat(imap(imap, "LOGIN al@localhost secret")).startsWith("t OK");
        assertThat(imap(imap, "SELECT INBOX")).startsWith("t OK");
        assertThat(pop3.line()).startsWith("+OK");
        assertThat(pop3.ask("USER al@localhost")).startsWith("+OK");
        assertThat(pop3.ask("PASS secret")).startsWith("+OK");
        assertThat(pop3.ask("STAT")).startsWith("+OK 1 ");
    }

    private static void goOn(Dialogue smtp, Dialogue imap, Dialogue pop3) throws IOException {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> deliver(smtp).startsWith("250"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> imap(imap, "STORE 1 +FLAGS (\\Flagged)").startsWith("t OK"));
        assertThat(imap(imap, "FETCH 1:* BODY.PEEK[]")).startsWith("t OK");
        assertThat(pop3.ask("RETR 1")).startsWith("+OK");
        assertThat(new String(pop3.dotted(), StandardCharsets.US_ASCII)).contains("Subject: x");
        assertThat(pop3.ask("QUIT")).startsWith("+OK");
    }
}
