package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Mail that is cut from a server and pasted into files.
class PopTest {
    @TempDir private Path home;

    private MailSite site;
    private Path mbox;

    @BeforeEach
    void start() {
        site = new MailSite(home);
        mbox = home.resolve("mail.mbox");
        site.deliver("Subject: one\n\nFrom here on\n>From there\n");
        site.deliver("Subject: =?UTF-8?B?7ZqM7J2Y?=\n\nno line end");
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private MailSite.Ended pop(String... arguments) {
        var all = new java.util.ArrayList<>(java.util.List.of("pop", "--json"));
        all.addAll(java.util.List.of(arguments));
        return site.mail(all.toArray(String[]::new));
    }

    @Test
    void theMboxHasEveryMessageQuotedAndTheServerHasNone() throws IOException {
        assertThat(pop("--mbox", mbox.toString()))
                .isEqualTo(
                        new MailSite.Ended(
                                0,
                                "{\"fetched\":2,\"deleted\":2,\"subjects\":[\"one\",\"회의\"]}\n",
                                ""));
        assertThat(Files.readString(mbox))
                .matches(
                        "(?s)From MAILER-DAEMON [^\\n]+\\nSubject: one\\n\\n>From here on\\n>>From"
                                + " there\\n\\nFrom MAILER-DAEMON [^\\n]+\\nSubject:"
                                + " =\\?UTF-8\\?B\\?7ZqM7J2Y\\?=\\n\\nno line end\\n+");
        assertThat(site.mail("ls", "--json").out()).isEqualTo("[]\n");
        site.deliver("Subject: three\n\nx\n");
        assertThat(pop("--mbox", mbox.toString()).out()).contains("\"fetched\":1");
        assertThat(Files.readString(mbox).split("(?m)^From MAILER", -1)).hasSize(4);
    }

    @Test
    void aMaildirHasOneFileForEachMessage() throws IOException {
        Path maildir = home.resolve("Maildir");
        assertThat(pop("--maildir", maildir.toString()).out()).contains("\"deleted\":2");
        try (var files = Files.list(maildir.resolve("new"))) {
            assertThat(files.map(PopTest::text))
                    .contains("Subject: one\n\nFrom here on\n>From there\n")
                    .hasSize(2);
        }
        assertThat(maildir.resolve("tmp")).isEmptyDirectory();
        assertThat(maildir.resolve("cur")).isEmptyDirectory();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatIsKeptIsNotFetchedAgainAndDeletedLater() throws IOException {
        assertThat(pop("--keep", "--mbox", mbox.toString()).out())
                .contains("\"fetched\":2,\"deleted\":0");
        assertThat(pop("--keep", "--mbox", mbox.toString()).out()).contains("\"fetched\":0");
        site.deliver("Subject: three\n\nx\n");
        assertThat(pop("--keep", "--mbox", mbox.toString()).out())
                .contains("\"fetched\":1,\"deleted\":0,\"subjects\":[\"three\"]");
        assertThat(pop("--mbox", mbox.toString()).out()).contains("\"fetched\":0,\"deleted\":3");
        assertThat(Files.readString(mbox).split("(?m)^From MAILER", -1)).hasSize(4);
        assertThat(site.mail("ls", "--json").out()).isEqualTo("[]\n");
    }

    @Test
    void anotherPlaceOrOneThatIsGoneGetsEverything() throws IOException {
        assertThat(pop("--keep", "--mbox", mbox.toString()).out()).contains("\"fetched\":2");
        assertThat(pop("--keep", "--mbox", home.resolve("other").toString()).out())
                .contains("\"fetched\":2");
        Files.delete(mbox);
        assertThat(pop("--mbox", mbox.toString()).out()).contains("\"fetched\":2,\"deleted\":2");
        assertThat(Files.readString(mbox)).contains("Subject: one");
    }

    @Test
    void nothingIsDeletedWhenTheDiskIsFull() {
        assumeThat(Path.of("/dev/full")).exists();
        var ended = pop("--mbox", "/dev/full");
        assertThat(ended.exitCode()).isEqualTo(75);
        assertThat(ended.err()).hasLineCount(1).contains("try-again");
        assertThat(site.mail("ls").out()).hasLineCount(2);
    }

    @Test
    void aFileThatCannotBeIsTold() {
        assertThat(pop("--mbox", home.resolve("no/such/file").toString()).exitCode()).isEqualTo(66);
        assertThat(site.mail("ls").out()).hasLineCount(2);
    }

    @Test
    void aMessageThatIsCutOffLeavesNothingAndWhatCameBeforeStays() throws IOException {
        try (var server =
                new ScriptedServer(
                        "+OK scripted",
                        Map.of(
                                "CAPA", "+OK\r\nUIDL\r\nUSER\r\n.",
                                "USER", "+OK",
                                "PASS", "+OK",
                                "STAT", "+OK 2 200",
                                "LIST", "+OK\r\n1 100\r\n2 100\r\n.",
                                "UIDL", "+OK\r\n1 a\r\n2 b\r\n.",
                                "RETR 1", "+OK 30 octets\r\nSubject: whole\r\n\r\nx\r\n.",
                                "RETR 2", "BYE"))) {
            var ended =
                    site.bare(
                            "secret\n",
                            "pop",
                            "--json",
                            "--user",
                            "al",
                            "--password-stdin",
                            "--pop3",
                            server.address(),
                            "--mbox",
                            mbox.toString());
            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(75);
            assertThat(ended.err()).hasLineCount(1);
            assertThat(Files.readString(mbox))
                    .contains("Subject: whole\n\nx\n\n")
                    .containsOnlyOnce("From MAILER-DAEMON");
            assertThat(server.heard()).noneMatch(line -> line.startsWith("DELE"));
            site.bare(
                    "secret\n",
                    "pop",
                    "--json",
                    "--user",
                    "al",
                    "--password-stdin",
                    "--pop3",
                    server.address(),
                    "--mbox",
                    mbox.toString());
            assertThat(Files.readString(mbox)).containsOnlyOnce("Subject: whole");
        }
    }

    @Test
    void anMboxThatEndsInAMessageGetsItsLineEnds() throws IOException {
        Files.writeString(mbox, "From x Thu Jan  1 00:00:00 1970\nSubject: torn\n\nhal");
        assertThat(pop("--mbox", mbox.toString()).exitCode()).isZero();
        assertThat(Files.readString(mbox)).contains("hal\n\nFrom MAILER-DAEMON");
    }

    @Test
    void theIdsAreWrittenBeforeTheServerDeletes() throws IOException {
        try (var server =
                new ScriptedServer(
                        "+OK scripted",
                        Map.of(
                                "CAPA", "+OK\r\nUIDL\r\nUSER\r\n.",
                                "USER", "+OK",
                                "PASS", "+OK",
                                "STAT", "+OK 1 100",
                                "UIDL", "+OK\r\n1 a\r\n.",
                                "RETR 1", "+OK 30 octets\r\nSubject: whole\r\n\r\nx\r\n.",
                                "DELE", "BYE"))) {
            for (int i = 0; i < 2; i++) { // the server dies at DELE: the message stays there
                site.bare(
                        "secret\n",
                        "pop",
                        "--user",
                        "al",
                        "--password-stdin",
                        "--pop3",
                        server.address(),
                        "--mbox",
                        mbox.toString());
            }
            assertThat(server.heard().stream().filter("RETR 1"::equals)).hasSize(1);
            assertThat(server.heard().stream().filter("DELE 1"::equals)).hasSize(2);
            assertThat(Files.readString(mbox)).containsOnlyOnce("Subject: whole");
        }
    }
}
