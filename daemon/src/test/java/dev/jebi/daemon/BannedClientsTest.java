package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/// Clients that guess passwords, from addresses that a proxy tells: who is shut out, by every
/// protocol, what it is told, and who is never.
final class BannedClientsTest {
    private static final String[] SETTINGS = {
        "proxy.networks=127.0.0.0/8",
        "relay.networks=198.51.100.0/24",
        "guard.passwords=3/10m",
        "guard.unknown-recipients=2/1h",
        "auth.plaintext=always",
    };

    @TempDir private Path folder;

    /// A connection that comes from somewhere else.
    private static Dialogue from(String client, InetSocketAddress server) throws IOException {
        var dialogue = new Dialogue(server);
        dialogue.send("PROXY TCP4 " + client + " 192.0.2.99 4711 25");
        return dialogue;
    }

    private static String ask(Path data, AdminRequest request) throws IOException {
        var outcome = ControlSocket.ask(data, request, _ -> {}).orElseThrow();
        assertThat(outcome.exitCode()).as(outcome.complaint()).isZero();
        return String.join("\n", outcome.lines());
    }

    private static String bans(Path data) throws IOException {
        return ask(data, new AdminRequest.Bans("list", "", "", "false"));
    }

    private static String plain(String login, String password) {
        return Base64.getEncoder()
                .encodeToString(("\0" + login + "\0" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String pass(String client, InetSocketAddress pop3, String password)
            throws IOException {
        try (var dialogue = from(client, pop3)) {
            dialogue.line();
            dialogue.ask("USER bob@localhost");
            return dialogue.ask("PASS " + password);
        }
    }

    private static String auth(String client, InetSocketAddress smtp, String password)
            throws IOException {
        try (var dialogue = from(client, smtp)) {
            dialogue.reply();
            dialogue.command("EHLO client.test");
            return dialogue.command("AUTH PLAIN " + plain("bob@localhost", password));
        }
    }

    private static String login(String client, InetSocketAddress imap, String password)
            throws IOException {
        try (var dialogue = from(client, imap)) {
            dialogue.line();
            return dialogue.ask("a LOGIN bob@localhost " + password);
        }
    }

    @Test
    void whoGuessesIsShutOutByEveryProtocolAndTheOperatorNever() throws Exception {
        Path data = folder.resolve("data");
        try (var jebi = JebiProcess.serve(data, SETTINGS)) {
            ask(data, new AdminRequest.AccountAdd("bob@localhost", "secret", "", ""));
            var smtp = jebi.at("smtp");
            var pop3 = jebi.at("pop3");
            var imap = jebi.at("imap");
            String client = "203.0.113.7";
            assertThat(auth(client, smtp, "one")).startsWith("535 5.7.8");
            assertThat(pass(client, pop3, "two")).startsWith("-ERR [AUTH]");
            assertThat(login(client, imap, "three")).startsWith("a NO [AUTHENTICATIONFAILED]");

            String why = "too many wrong passwords from 203.0.113.7; try again after 2";
            try (var dialogue = from(client, smtp)) {
                assertThat(dialogue.line()).startsWith("421 4.7.0").contains(why);
            }
            try (var dialogue = from(client, pop3)) {
                assertThat(dialogue.line()).startsWith("-ERR [SYS/TEMP]").contains(why);
            }
            try (var dialogue = from(client, imap)) {
                assertThat(dialogue.line()).startsWith("* BYE [UNAVAILABLE]").contains(why);
            }
            try (var dialogue = from(client, jebi.at("managesieve"))) {
                assertThat(dialogue.line()).startsWith("BYE (TRYLATER)").contains(why);
            }
            assertThat(bans(data))
                    .startsWith("203.0.113.7\tuntil=2")
                    .contains("by=guard", "too many wrong passwords");

            for (int i = 0; i < 8; i++) { // a trusted network
                assertThat(auth("198.51.100.1", smtp, "wrong" + i)).startsWith("535 5.7.8");
            }
            assertThat(auth("198.51.100.1", smtp, "secret")).startsWith("235");
            assertThat(pass("203.0.113.8", pop3, "secret")).startsWith("+OK");

            ask(data, new AdminRequest.Bans("remove", "203.0.113.7", "", ""));
            assertThat(pass(client, pop3, "secret")).startsWith("+OK");
        }
    }

    @Test
    void aProgramWithAnOldPasswordIsNotShutOutThoughItTriesEveryMechanism() throws Exception {
        Path data = folder.resolve("data");
        try (var jebi = JebiProcess.serve(data, SETTINGS)) {
            ask(data, new AdminRequest.AccountAdd("bob@localhost", "secret", "", ""));
            for (int i = 0; i < 10; i++) {
                assertThat(auth("203.0.113.7", jebi.at("smtp"), "old")).startsWith("535");
                assertThat(login("203.0.113.7", jebi.at("imap"), "old")).startsWith("a NO");
                assertThat(pass("203.0.113.7", jebi.at("pop3"), "old")).startsWith("-ERR");
            }
            assertThat(bans(data)).isEmpty();
            assertThat(auth("203.0.113.7", jebi.at("smtp"), "secret")).startsWith("235");
        }
    }

    @Test
    void whoLooksForRecipientsIsLeftAndTheTraceSaysWhy() throws Exception {
        Path data = folder.resolve("data");
        try (var jebi = JebiProcess.serve(data, SETTINGS);
                var dialogue = from("203.0.113.7", jebi.at("smtp"))) {
            dialogue.reply();
            dialogue.command("EHLO client.test");
            dialogue.command("MAIL FROM:<seeker@client.test>");
            assertThat(dialogue.command("RCPT TO:<a@localhost>")).startsWith("550 5.1.1");
            assertThat(dialogue.command("RCPT TO:<b@localhost>")).startsWith("550 5.1.1");
            assertThat(dialogue.command("RCPT TO:<c@localhost>"))
                    .startsWith("421 4.7.0 Too many recipients that are not here from 203.0.113.7");
            assertThat(ask(data, new AdminRequest.Trace("seeker@client.test", "", "", false)))
                    .contains("oo many recipients that are not here");
        }
    }

    @Test
    void aBanByHandOutlastsTheServer() throws Exception {
        Path data = folder.resolve("data");
        try (var jebi = JebiProcess.serve(data, SETTINGS)) {
            var added =
                    jebi.admin("", "ban", "add", "203.0.113.0/24", "--for", "2h", "--reason", "x");
            assertThat(added.out()).startsWith("banned 203.0.113.0/24\tuntil=2");
            assertThat(jebi.admin("", "ban", "add", "here.test").exitCode()).isEqualTo(65);
            assertThat(jebi.admin("", "ban", "remove", "192.0.2.1").exitCode()).isEqualTo(65);
            jebi.stop();
        }
        try (var jebi = JebiProcess.serve(data, SETTINGS);
                var dialogue = from("203.0.113.7", jebi.at("smtp"))) {
            assertThat(dialogue.line()).startsWith("421 4.7.0").contains("you are not let in here");
            assertThat(jebi.admin("", "ban", "list", "--json").out())
                    .contains("\"target\":\"203.0.113.0/24\"", "\"by\":\"operator\"");
        }
    }
}
