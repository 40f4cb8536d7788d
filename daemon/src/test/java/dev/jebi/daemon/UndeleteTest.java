package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// `jebi undelete`, `jebi account usage` and the warnings, with the servers' own protocols.
class UndeleteTest {
    @TempDir private Path folder;

    /// An IMAP session that is signed in.
    private static Dialogue imap(JebiProcess server) throws IOException {
        var imap = new Dialogue(server.at("imap"));
        imap.line();
        done(imap, "LOGIN al@localhost secret");
        return imap;
    }

    /// Sends an IMAP command and reads up to its end.
    private static String done(Dialogue imap, String command) throws IOException {
        imap.send("t " + command);
        var all = new StringBuilder();
        String line;
        do {
            line = imap.line();
            all.append(line).append('\n');
        } while (!line.startsWith("t "));
        assertThat(line).startsWith("t OK");
        return all.toString();
    }

    private static void append(Dialogue imap, String mailbox, String subject) throws IOException {
        String message = "From: Ann <ann@a.test>\r\nSubject: " + subject + "\r\n\r\nbody\r\n";
        done(
                imap,
                "APPEND "
                        + mailbox
                        + " ($Work \\Flagged) {"
                        + message.length()
                        + "+}\r\n"
                        + message);
    }

    private static List<String> ids(JebiProcess.Ended listed) {
        assertThat(listed.exitCode()).as(listed.err()).isZero();
        return listed.out().lines().map(line -> line.split("\t")[0]).toList();
    }

    @Test
    void whatWasExpungedByImapAndPop3AndWithItsMailboxComesBack() throws Exception {
        Path data = folder.resolve("data");
        try (var server = JebiProcess.serve(data).withAccount("al@localhost")) {
            try (var imap = imap(server)) {
                append(imap, "INBOX", "one");
                append(imap, "INBOX", "=?utf-8?q?zw=C3=A9i=1B[31m?=");
                done(imap, "CREATE Work/2026");
                append(imap, "Work/2026", "three");
                done(imap, "SELECT INBOX");
                done(imap, "STORE 1 +FLAGS.SILENT (\\Deleted)");
                done(imap, "EXPUNGE");
                done(imap, "DELETE Work/2026");
                done(imap, "LOGOUT");
            }
            try (var pop3 = new Dialogue(server.at("pop3"))) {
                pop3.line();
                pop3.ask("USER al@localhost");
                pop3.ask("PASS secret");
                assertThat(pop3.ask("DELE 1")).startsWith("+OK");
                assertThat(pop3.ask("QUIT")).startsWith("+OK");
            }
            var listed = server.admin("", "undelete", "al@localhost");
            assertThat(ids(listed)).hasSize(3);
            assertThat(listed.out())
                    .contains("\tINBOX\t", "\tWork/2026\t", "\tAnn\tone", "\tzwéi [31m")
                    .doesNotContain("\u001b");
            assertThat(server.admin("", "account", "usage", "al@localhost").out())
                    .contains("messages=0\t", "expunged-messages=3");
            String last = ids(listed).getFirst(); // by POP3
            assertThat(server.admin("", "undelete", "al@localhost", last).out())
                    .isEqualTo("restored 1 message into INBOX\n");
            var again = server.admin("", "undelete", "al@localhost", last);
            assertThat(again.exitCode()).isEqualTo(65);
            assertThat(again.err().lines()).hasSize(1);
            assertThat(
                            server.admin(
                                            "",
                                            "undelete",
                                            "al@localhost",
                                            "--all",
                                            "--mailbox",
                                            "Work/2026",
                                            "--since",
                                            "1h")
                                    .out())
                    .isEqualTo("restored 1 message into Work/2026\n");
            assertThat(server.admin("", "undelete", "al@localhost", "--all", "--drop").out())
                    .isEqualTo("dropped 1 message for good\n");
            assertThat(server.admin("", "undelete", "al@localhost", "--list").out()).isEmpty();
            try (var imap = imap(server)) {
                assertThat(done(imap, "SELECT Work/2026")).contains("* 1 EXISTS");
                assertThat(done(imap, "FETCH 1 (FLAGS RFC822.SIZE)"))
                        .contains("\\Flagged $Work", "RFC822.SIZE 48")
                        .doesNotContain("\\Deleted");
                assertThat(done(imap, "SELECT INBOX")).contains("* 1 EXISTS", "UIDNEXT 4");
            }
            assertThat(server.stop()).isZero();
        }
    }

    @Test
    void whatCannotBeDoneIsSaidInASentence() throws Exception {
        Path data = folder.resolve("data");
        try (var server = JebiProcess.serve(data).withAccount("al@localhost")) {
            for (var wrong :
                    List.of(
                            List.of("undelete", "no@localhost"),
                            List.of("undelete", "al@localhost", "--all"),
                            List.of("undelete", "al@localhost", "a.b"),
                            List.of("account", "usage", "al@localhost", "--largest", "x"),
                            List.of("account", "quota", "al@localhost", "--messages", "-1"))) {
                var ended = server.admin("", wrong.toArray(String[]::new));
                assertThat(ended.exitCode()).as("%s", wrong).isEqualTo(65);
                assertThat(ended.err().lines()).as("%s", wrong).hasSize(1);
            }
            for (var wrong :
                    List.of(
                            List.of("undelete", "al@localhost", "--drop"),
                            List.of("undelete", "al@localhost", "--since", "yesterday"),
                            List.of("undelete", "al@localhost", "--all", "ABC"),
                            List.of("account", "quota", "al@localhost"))) {
                var ended = server.admin("", wrong.toArray(String[]::new));
                assertThat(ended.exitCode()).as("%s", wrong).isEqualTo(64);
            }
        }
    }

    @Test
    void aFullMailboxSaysSoToSenderClientAndOwner() throws Exception {
        Path data = folder.resolve("data");
        try (var server = JebiProcess.serve(data).withAccount("al@localhost")) {
            server.admin("", "account", "quota", "al@localhost", "10K", "--messages", "6");
            try (var smtp = new Dialogue(server.at("smtp"))) {
                smtp.reply();
                smtp.command("EHLO far.test");
                for (int i = 0; i < 5; i++) {
                    assertThat(send(smtp, "")).startsWith("250");
                }
                // five of six, and the notice
                try (var imap = imap(server)) {
                    await(imap);
                    assertThat(done(imap, "FETCH 6 BODY.PEEK[HEADER.FIELDS (SUBJECT)]"))
                            .contains("Subject: Your mailbox is 83 percent full");
                }
                assertThat(send(smtp, "")).startsWith("452 4.2.2");
                smtp.command("RSET");
                assertThat(send(smtp, " SIZE=20000")).startsWith("552 5.2.2");
            }
            var again = new Dialogue(server.at("imap"));
            try (again) {
                again.line();
                assertThat(done(again, "LOGIN al@localhost secret")).contains("* OK [ALERT]");
            }
            assertThat(
                            server.admin(
                                            "",
                                            "account",
                                            "usage",
                                            "al@localhost",
                                            "--largest",
                                            "2",
                                            "--oldest-attachments",
                                            "0")
                                    .out()
                                    .lines())
                    .hasSize(3);
        }
    }

    /// Waits in IDLE until the sixth and the seventh message have come.
    private static void await(Dialogue imap) throws IOException {
        String selected = done(imap, "SELECT INBOX");
        if (!selected.contains("* 7 EXISTS")) {
            imap.send("t IDLE");
            String line = imap.line();
            while (!line.equals("* 7 EXISTS")) {
                line = imap.line();
            }
            imap.send("DONE");
            while (!line.startsWith("t OK")) {
                line = imap.line();
            }
        }
    }

    private static String send(Dialogue smtp, String size) throws IOException {
        smtp.command("MAIL FROM:<ann@far.test>" + size);
        String reply = smtp.command("RCPT TO:<al@localhost>");
        if (!reply.startsWith("250")) {
            return reply;
        }
        smtp.command("DATA");
        smtp.write("Subject: x\r\n\r\nx\r\n.\r\n".getBytes(StandardCharsets.US_ASCII));
        return smtp.reply();
    }
}
