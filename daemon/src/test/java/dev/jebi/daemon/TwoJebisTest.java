package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;

/// Two real servers on this machine, `a.test` and `b.test`, with static routes to each other.
class TwoJebisTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @TempDir private static Path folder;

    private static JebiProcess a;
    private static JebiProcess b;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        int portA = freePort();
        int portB = freePort();
        while (portB == portA) {
            portB = freePort();
        }
        a = server("a", portA, "b.test=127.0.0.1:" + portB).withAccount("alice@a.test");
        b = server("b", portB, "a.test=127.0.0.1:" + portA).withAccount("bob@b.test");
    }

    private static JebiProcess server(String name, int port, String route) throws IOException {
        return JebiProcess.serve(
                folder.resolve(name),
                "hostname=" + name + ".test",
                "listen.smtp=127.0.0.1:" + port,
                "relay.networks=127.0.0.1/32",
                "relay.routes=" + route);
    }

    /// A port where nobody listens, below those that connections are given of themselves: until the
    /// server listens there, nobody gets it by chance.
    private static int freePort() throws IOException {
        var random = new Random();
        while (true) {
            try (var socket = new ServerSocket(random.nextInt(11_000, 32_000), 1, LOOPBACK)) {
                return socket.getLocalPort();
            } catch (BindException _) {
                continue; // somebody has it
            }
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        assertThat(a.stop()).as("exit code after SIGTERM").isZero();
        assertThat(b.stop()).as("exit code after SIGTERM").isZero();
    }

    @Test
    void aMessageTypedIntoPort25OfOneReachesAMailboxOfTheOther() throws IOException {
        try (var smtp = new Dialogue(a.at("smtp"))) {
            assertThat(smtp.reply()).startsWith("220 a.test ");
            assertThat(smtp.command("HELO typist")).startsWith("250 ");
            assertThat(smtp.command("MAIL FROM:<alice@a.test>")).startsWith("250 ");
            assertThat(smtp.command("RCPT TO:<bob@b.test>")).startsWith("250 ");
            assertThat(smtp.command("DATA")).startsWith("354 ");
            smtp.send("Subject: swallow");
            smtp.send("");
            smtp.send("one makes no summer");
            assertThat(smtp.command(".")).startsWith("250 ");
            assertThat(smtp.command("QUIT")).startsWith("221 ");
        }
        awaitInInbox(b, "bob@b.test", "Subject: swallow\r\n\r\none makes no summer\r\n");
        assertThat(pop3Inbox(b, "bob@b.test")).contains("one makes no summer");
    }

    @Test
    void aMessageSubmittedWithAuthOnOneReachesAMailboxOfTheOther() throws IOException {
        try (var smtp = new Dialogue(b.at("submission"))) {
            assertThat(smtp.reply()).startsWith("220 b.test ");
            assertThat(smtp.command("EHLO client")).startsWith("250 ");
            assertThat(smtp.command("MAIL FROM:<bob@b.test>")).startsWith("530 ");
            assertThat(smtp.command("AUTH PLAIN " + plain("bob@b.test", "wrong")))
                    .startsWith("535 ");
            assertThat(smtp.command("AUTH PLAIN " + plain("bob@b.test", "secret")))
                    .startsWith("235 ");
            assertThat(smtp.command("MAIL FROM:<bob@b.test>")).startsWith("250 ");
            assertThat(smtp.command("RCPT TO:<alice@a.test>")).startsWith("250 ");
            assertThat(smtp.command("DATA")).startsWith("354 ");
            smtp.send("From: Bob <bob@b.test>");
            smtp.send("Subject: answer");
            smtp.send("");
            smtp.send("two make one");
            assertThat(smtp.command(".")).startsWith("250 ");
        }
        awaitInInbox(a, "alice@a.test", "Subject: answer\r\n\r\ntwo make one\r\n");
    }

    @Test
    void anAddressOutsideTheRelayNetworksMayNotRelay() throws IOException {
        try (var smtp = new Dialogue(a.at("smtp"), "127.0.0.2")) {
            smtp.reply();
            smtp.command("EHLO stranger");
            smtp.command("MAIL FROM:<x@elsewhere.test>");
            assertThat(smtp.command("RCPT TO:<bob@b.test>")).startsWith("550 5.7.1 ");
            assertThat(smtp.command("RCPT TO:<alice@a.test>")).startsWith("250 ");
        }
    }

    @Test
    void aRecipientWhoIsNotThereComesBackAsAReport() throws IOException {
        try (var smtp = new Dialogue(a.at("submission"))) {
            smtp.reply();
            smtp.command("EHLO client");
            smtp.command("AUTH PLAIN " + plain("alice@a.test", "secret"));
            smtp.command("MAIL FROM:<alice@a.test>");
            assertThat(smtp.command("RCPT TO:<nobody@b.test>")).startsWith("250 ");
            smtp.command("DATA");
            smtp.send("From: alice@a.test");
            smtp.send("Subject: into the void");
            smtp.send("");
            smtp.command(".");
        }
        awaitInInbox(a, "alice@a.test", "Final-Recipient: rfc822; nobody@b.test");
    }

    /// Readable within two seconds, says the contract; a busy machine is given more.
    private static void awaitInInbox(JebiProcess server, String login, String text) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(imapInbox(server, login)).contains(text));
    }

    private static String imapInbox(JebiProcess server, String login) throws IOException {
        try (var imap = new Dialogue(server.at("imap"))) {
            imap.line();
            assertThat(tagged(imap, "a LOGIN " + login + " secret")).contains("a OK");
            tagged(imap, "b SELECT INBOX");
            return tagged(imap, "c UID FETCH 1:* BODY.PEEK[]");
        }
    }

    private static String tagged(Dialogue imap, String command) throws IOException {
        imap.send(command);
        var all = new StringBuilder();
        String tag = command.substring(0, 2);
        String line;
        do {
            line = imap.line();
            all.append(line).append("\r\n");
        } while (!line.startsWith(tag));
        return all.toString();
    }

    private static String pop3Inbox(JebiProcess server, String login) throws IOException {
        try (var pop3 = new Dialogue(server.at("pop3"))) {
            pop3.line();
            assertThat(pop3.ask("USER " + login)).startsWith("+OK");
            assertThat(pop3.ask("PASS secret")).startsWith("+OK");
            assertThat(pop3.ask("RETR 1")).startsWith("+OK");
            var message = new StringBuilder();
            String line;
            while (!(line = pop3.line()).equals(".")) {
                message.append(line).append("\r\n");
            }
            assertThat(pop3.ask("QUIT")).startsWith("+OK");
            return message.toString();
        }
    }

    private static String plain(String login, String password) {
        return Base64.getEncoder()
                .encodeToString(("\0" + login + "\0" + password).getBytes(StandardCharsets.UTF_8));
    }

    /// The listeners are where the lines on standard output say.
    @Test
    void everyListenerIsAnnounced() {
        for (String listener :
                new String[] {
                    "smtp", "submission", "submissions", "pop3", "pop3s", "imap", "imaps"
                }) {
            InetSocketAddress at = a.at(listener);
            assertThat(at.getPort()).as(listener).isPositive();
        }
        assertThat(a.printed().getLast()).isEqualTo("jebi: ready");
    }
}
