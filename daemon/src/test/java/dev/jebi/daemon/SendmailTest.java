package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// `jebi sendmail`, as cron, git and PHP call it.
final class SendmailTest {
    /// On a busy machine; far less than what is waited for sessions here when the server stops.
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir private Path data;

    private record Ran(int code, String out, String err) {}

    private Ran sendmail(String input, String... arguments) {
        var words = new ArrayList<>(List.of("sendmail", "--data", data.toString()));
        words.addAll(List.of("--set", "hostname=host.test"));
        words.addAll(List.of(arguments));
        var out = new StringWriter();
        var err = new StringWriter();
        int code =
                Sendmail.run(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        words.toArray(new String[0]));
        return new Ran(code, out.toString(), err.toString());
    }

    private String left() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("maildrop"))) {
            var all = files.toList();
            assertThat(all).hasSize(1);
            String text = Files.readString(all.getFirst());
            Files.delete(all.getFirst());
            return text;
        }
    }

    @Test
    void recipientsComeFromTheHeaderAndBlindOnesAreLeftOut() throws IOException {
        var ran =
                sendmail(
                        "To: Al <al@a.test>, bo\nCc: cy@c.test,\n dy@d.test\nBcc: ed@e.test\n"
                                + "Subject: x\n\nhello\n.\nnot read\n",
                        "-t",
                        "-f",
                        "me@h.test",
                        "fy@f.test");
        assertThat(ran).isEqualTo(new Ran(0, "", ""));
        assertThat(left())
                .contains("from me@h.test\n")
                .contains("to fy@f.test\nto al@a.test\nto bo\nto cy@c.test\nto dy@d.test\n")
                .contains("to ed@e.test\n")
                .contains("From: <me@h.test>\r\n")
                .contains("Message-ID: <")
                .contains("Cc: cy@c.test,\r\n dy@d.test\r\n")
                .doesNotContain("Bcc:")
                .endsWith("Subject: x\r\n\r\nhello\r\n");
    }

    @Test
    void whatIsSentAgainGoesToThoseOfThatTime() throws IOException { // RFC 5322 §3.6.6
        assertThat(
                        sendmail(
                                        "Resent-To: al@a.test\n"
                                                + "Resent-Bcc: bo@b.test\n"
                                                + "To: cy@c.test\n"
                                                + "From: x@x.test\n\n"
                                                + "hello",
                                        "-ti")
                                .code())
                .isZero();
        assertThat(left())
                .contains("to al@a.test\nto bo@b.test\n")
                .doesNotContain("to cy@c.test")
                .contains("Resent-From: ")
                .doesNotContain("Resent-Bcc");
    }

    @Test
    void optionsOfFortyYearsAreTaken() throws IOException {
        var ran =
                sendmail(
                        "From \nFrom: x@x.test\r\nSubject: dots\r\n\r\n.\r\n",
                        "-oi",
                        "-oem",
                        "-odb",
                        "-em",
                        "-v",
                        "-F",
                        "Cron Daemon",
                        "-fbounce@h.test",
                        "-B8BITMIME",
                        "-N",
                        "failure,delay",
                        "-R",
                        "hdrs",
                        "-V",
                        "id1",
                        "--",
                        "root");
        assertThat(ran).isEqualTo(new Ran(0, "", ""));
        assertThat(left())
                .contains("to root\n", "notify FAILURE,DELAY\n", "ret HEADER\n", "envid id1\n")
                .endsWith("Subject: dots\r\n\r\n.\r\n");
    }

    @Test
    void exitCodesAreThoseOfSysexits() {
        assertThat(sendmail("x\n").code()).isEqualTo(64);
        assertThat(sendmail("Subject: x\n\n", "-t").code()).isEqualTo(64);
        assertThat(sendmail("x\n", "-y", "al@a.test").code()).isEqualTo(64);
        assertThat(sendmail("x\n", "-N", "sometimes", "al@a.test").code()).isEqualTo(64);
        assertThat(sendmail("", "-bi").code()).isZero();
    }

    @Test
    void theServerTakesWhatWasLeftBeforeAndAfterItsStart() throws Exception {
        assertThat(admin("domain", "add", "a.test").exitCode()).isZero();
        assertThat(
                        JebiProcess.run(
                                        "secret\n",
                                        List.of(
                                                "account",
                                                "add",
                                                "al@a.test",
                                                "--password-stdin",
                                                "--data",
                                                data.toString()))
                                .exitCode())
                .isZero();
        assertThat(sendmail("Subject: away\n\nx\n", "-f", "al@a.test", "al@a.test").code())
                .isZero();
        try (var server = JebiProcess.serve(data, "stop.drain=10m")) {
            awaitMessages(server, 1);
            assertThat(sendmail("Subject: there\n\nx\n", "-f", "al@a.test", "al@a.test").code())
                    .isZero();
            awaitMessages(server, 2);
            assertThat(sendmail("Subject: x\n\nx\n", "-f", "al@a.test", "no@a.test").code())
                    .isZero();
            awaitMessages(server, 3); // the report that there is no such user
            soon().untilAsserted(() -> assertThat(data.resolve("maildrop")).isEmptyDirectory());
            halfACommandDoesNotHoldUpTheStop(server);
        }
    }

    private static void halfACommandDoesNotHoldUpTheStop(JebiProcess server) throws Exception {
        try (var client = new Dialogue(server.at("smtp"))) {
            client.line();
            client.write("MAIL FR".getBytes(StandardCharsets.US_ASCII));
            long start = System.nanoTime();
            assertThat(server.stop()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
            assertThat(client.line()).startsWith("421 ");
        }
    }

    private JebiProcess.Ended admin(String... words) throws Exception {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data.toString()));
        return JebiProcess.run("", all);
    }

    private static void awaitMessages(JebiProcess server, int count) {
        soon().untilAsserted(() -> {
            try (var pop3 = new Dialogue(server.at("pop3"))) {
                pop3.line();
                pop3.ask("USER al@a.test");
                pop3.ask("PASS secret");
                assertThat(pop3.ask("STAT")).startsWith("+OK " + count + " ");
                pop3.ask("QUIT");
            }
        });
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(SOON);
    }
}
