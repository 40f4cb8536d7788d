package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `jebi account pop3`, while the server runs.
class AccountPop3Test {
    @TempDir private Path folder;

    private static Dialogue signedIn(JebiProcess server) throws IOException {
        var pop3 = new Dialogue(server.at("pop3"));
        pop3.line();
        pop3.ask("USER al@localhost");
        assertThat(pop3.ask("PASS secret")).startsWith("+OK");
        return pop3;
    }

    private static void deliver(JebiProcess server, String id) throws IOException {
        try (var smtp = new Dialogue(server.at("smtp"))) {
            smtp.line();
            smtp.ask("HELO me.test");
            smtp.ask("MAIL FROM:<ann@me.test>");
            smtp.ask("RCPT TO:<al@localhost>");
            smtp.ask("DATA");
            smtp.send("Message-ID: " + id + "\r\nSubject: x\r\n\r\nx");
            assertThat(smtp.ask(".")).startsWith("250");
            smtp.ask("QUIT");
        }
    }

    @Test
    void itChangesWhatSessionsThatBeginDo() throws Exception {
        try (var server = JebiProcess.serve(folder.resolve("data")).withAccount("al@localhost")) {
            assertThat(server.admin("", "account", "pop3", "al@localhost").out())
                    .isEqualTo(
                            "al@localhost\tmaildrop=INBOX\tdele=server\tretr=keep\tmin-age=none"
                                    + "\tlogin-delay=none\n");
            String[] wrong = {
                "--dele=burn", "--retr=3h", "--min-age=x", "--maildrop=Nowhere", "--dele=backup:0d"
            };
            for (String option : wrong) {
                var ended = server.admin("", "account", "pop3", "al@localhost", option);
                assertThat(ended.exitCode()).as(option).isEqualTo(ExitCode.BAD_DATA.number());
            }
            deliver(server, "<one@me.test>");
            deliver(server, "<two@me.test>");
            Path list = folder.resolve("ids");
            Files.writeString(
                    list,
                    "pop3.uidl\thdr.message-id\n0000000a4c0a2ab0\t<two@me.test>\nb\t<three@x>\n");
            assertThat(
                            server.admin(
                                            "",
                                            "account",
                                            "pop3",
                                            "al@localhost",
                                            "--ids",
                                            list.toString())
                                    .out())
                    .isEqualTo("INBOX: 1 messages have the ids of the list\n");
            var changed =
                    server.admin(
                            "",
                            "account",
                            "pop3",
                            "al@localhost",
                            "--retr=delete",
                            "--dele=backup:30d",
                            "--login-delay=0s");
            assertThat(changed.out()).contains("\tdele=backup:30d\tretr=delete\t");
            try (var pop3 = signedIn(server)) {
                assertThat(pop3.ask("UIDL 2")).isEqualTo("+OK 2 0000000a4c0a2ab0");
                pop3.send("RETR 2");
                while (!pop3.line().equals(".")) {}
                assertThat(pop3.ask("QUIT")).isEqualTo("+OK Bye; deleted 1");
            }
            var back = server.admin("", "undelete", "al@localhost", "--all");
            assertThat(back.out()).isEqualTo("restored 1 message into INBOX\n");
            server.admin("", "account", "pop3", "al@localhost", "--standard");
            try (var pop3 = signedIn(server)) {
                assertThat(pop3.ask("STAT")).startsWith("+OK 2 ");
            }
        }
    }
}
