package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jebi.testkit.Postfix;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Postfix as sender and as receiver, over loopback, with everything that both sides offer: nothing
/// is lost, nothing comes twice.
@Tag("clients")
final class PostfixTest {
    private static final int MESSAGES = 1_000;
    private static final int CONNECTIONS = 5;
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final Pattern NUMBER = Pattern.compile("(?m)^Subject: number (\\d+)");

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void look() {
        Program.assume(Postfix.available(), "Postfix is not installed, or this is not root");
    }

    /// A message of every fourth kind: plain, with octets over 127, with an international sender's
    /// name in its header, with dots.
    private static String message(int number) {
        String subject = "Subject: number " + number;
        return switch (number % 4) {
            case 0 -> subject + "\r\n\r\nplain\r\n";
            case 1 ->
                    subject
                            + "\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: 8bit\r\n"
                            + "Content-Type: text/plain; charset=utf-8\r\n\r\nüber 8 bit\r\n";
            case 2 -> subject + "\r\nComments: 밥은 먹었니\r\n\r\ninternational\r\n";
            default -> subject + "\r\n\r\n.dot\r\n..\r\n.\r\n\r\n";
        };
    }

    private static String parameters(int number) {
        return number % 4 == 2
                ? " BODY=8BITMIME SMTPUTF8"
                : number % 4 == 1 ? " BODY=8BITMIME" : "";
    }

    /// Sends messages over several connections, pipelined.
    private static void inject(InetSocketAddress server, String from, String to, boolean notified)
            throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int first = i;
                all.add(() -> injectSome(server, from, to, notified, first));
            }
            for (var done : threads.invokeAll(all)) {
                assertThat(done.get()).isTrue();
            }
        }
    }

    private static boolean injectSome(
            InetSocketAddress server, String from, String to, boolean notified, int first)
            throws IOException {
        try (var smtp = new Dialogue(server)) {
            smtp.line();
            smtp.send("EHLO client.test");
            while (smtp.line().startsWith("250-")) {
                // all that is used is offered by both
            }
            for (int i = first; i < MESSAGES; i += CONNECTIONS) {
                String wishes = notified && i % 100 == 0 ? " NOTIFY=SUCCESS,FAILURE" : "";
                String mail = "MAIL FROM:<" + from + ">" + parameters(i);
                String stuffed = message(i).replaceAll("(?m)^\\.", "..");
                smtp.send(mail + "\r\nRCPT TO:<" + to + ">" + wishes + "\r\nDATA");
                assertThat(smtp.line()).startsWith("250");
                assertThat(smtp.line()).startsWith("250");
                assertThat(smtp.line()).startsWith("354");
                smtp.write((stuffed + ".\r\n").getBytes(StandardCharsets.UTF_8));
                assertThat(smtp.line()).startsWith("250");
            }
            smtp.ask("QUIT");
        }
        return true;
    }

    private static List<Integer> numbers(List<String> messages) {
        return messages.stream()
                .filter(message -> !message.contains("report-type=delivery-status"))
                .map(NUMBER::matcher)
                .filter(java.util.regex.Matcher::find)
                .map(found -> Integer.parseInt(found.group(1)))
                .sorted()
                .toList();
    }

    private static List<Integer> all() {
        return IntStream.range(0, MESSAGES).boxed().toList();
    }

    @Test
    void jebiSendsToPostfix() throws Exception {
        try (var postfix = Postfix.start("post.test", Map.of());
                var jebi =
                        JebiProcess.serve(
                                folder,
                                "relay.routes=post.test=127.0.0.1:"
                                        + postfix.address().getPort())) {
            jebi.admin("", "domain", "add", "jebi.test");
            jebi.withAccount("alice@jebi.test");
            inject(jebi.at("smtp"), "alice@jebi.test", "bob@post.test", false);
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> postfix.mailbox().size() >= MESSAGES);
            var messages = postfix.mailbox();
            assertThat(numbers(messages)).isEqualTo(all());
            await().atMost(SOON)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> jebi.admin("", "queue", "list").out().isEmpty());
            assertThat(messages)
                    .allMatch(message -> message.contains("using TLSv1.3"))
                    .anyMatch(message -> message.contains("with UTF8SMTPS"))
                    .anyMatch(message -> message.contains("\n.dot\n..\n.\n"));
        }
    }

    @Test
    void postfixSendsToJebi() throws Exception {
        int port = Postfix.freePort();
        try (var jebi = JebiProcess.serve(folder, "relay.routes=post.test=127.0.0.1:" + port)) {
            jebi.admin("", "domain", "add", "jebi.test");
            jebi.withAccount("alice@jebi.test");
            int back = jebi.at("smtp").getPort();
            var settings =
                    Map.of(
                            "transport_maps",
                            "inline:{ {jebi.test = smtp:[127.0.0.1]:" + back + "} }",
                            "smtp_tls_security_level",
                            "encrypt");
            try (var postfix = Postfix.start("post.test", port, settings)) {
                inject(postfix.address(), "carol@post.test", "alice@jebi.test", true);
                await().atMost(SOON)
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> inbox(jebi).size() >= MESSAGES);
                var messages = inbox(jebi);
                assertThat(numbers(messages)).isEqualTo(all());
                assertThat(messages).allMatch(message -> message.contains("TLS"));
                await().atMost(SOON)
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> postfix.mailbox().size() >= MESSAGES / 100);
                assertThat(postfix.mailbox())
                        .hasSize(MESSAGES / 100)
                        .allMatch(report -> report.contains("\nAction: delivered"))
                        .allMatch(report -> report.contains("rfc822; alice@jebi.test"));
            }
        }
    }

    private static List<String> inbox(JebiProcess jebi) throws IOException {
        var messages = new ArrayList<String>();
        try (var imap = new Dialogue(jebi.at("imap"))) {
            imap.line();
            Promised.ok(imap, "LOGIN alice@jebi.test secret");
            imap.send("b EXAMINE INBOX");
            while (!imap.line().startsWith("b ")) {
                // what there is
            }
            imap.send("c FETCH 1:* (BODY.PEEK[])");
            String line = imap.line();
            while (!line.startsWith("c ")) {
                int open = line.indexOf('{');
                if (open > 0 && line.endsWith("}")) {
                    int size = Integer.parseInt(line.substring(open + 1, line.length() - 1));
                    messages.add(new String(imap.octets(size), StandardCharsets.UTF_8));
                }
                line = imap.line();
            }
        }
        return messages;
    }
}
