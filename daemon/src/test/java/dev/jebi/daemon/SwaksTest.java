package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// swaks, with which operators try mail servers, against a real one: TLS, each mechanism that it
/// knows, pipelining, and the parameters of MAIL and RCPT. Skips itself where it is not installed.
@Tag("clients")
final class SwaksTest {
    private static final String ANN = "ann@a.test";
    private static final String BOB = "bob@a.test";

    private static final String SIGNED_IN =
            " --auth-user " + ANN + " --auth-password secret --from " + ANN + " --to " + BOB;

    @TempDir private static Path folder;

    private static Program swaks;
    private static JebiProcess jebi;

    @BeforeAll
    static void start() throws Exception {
        swaks = Program.installed("swaks");
        jebi =
                JebiProcess.serve(
                                folder.resolve("data"),
                                "hostname=a.test",
                                "dns.servers=127.0.0.1:9")
                        .withAccount(ANN)
                        .withAccount(BOB);
    }

    @AfterAll
    static void stop() {
        if (jebi != null) { // swaks is there
            jebi.close();
        }
    }

    private static void assumed(String what) throws Exception {
        String supported = swaks.run("", List.of("--support")).out();
        Program.assume(supported.contains(what + " supported"), "swaks has no " + what);
    }

    private static Program.Ran swaks(String listener, String options, String body)
            throws Exception {
        if (options.contains("--tls")) {
            assumed("TLS");
        }
        var all = new ArrayList<String>();
        all.add("--server=127.0.0.1:" + jebi.at(listener).getPort());
        Arrays.stream(options.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .map(word -> word.replace('~', ' '))
                .forEach(all::add);
        all.addAll(List.of("--ehlo", "client.test", "--body", "-"));
        return swaks.run(body, all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "submission  | --tls --auth PLAIN                      | 0",
                "submission  | --tls --auth LOGIN                      | 0",
                "submission  | --tls --auth                            | 0",
                "submission  | --tls --auth CRAM-MD5,PLAIN             | 0",
                "submission  | --tls --auth PLAIN --pipeline           | 0",
                "submission  | --tls-optional --auth LOGIN             | 0",
                "submissions | --tls-on-connect --auth PLAIN           | 0",
                "submissions | --tls-on-connect --auth LOGIN --pipeline| 0",
                "submission  | --tls --auth CRAM-MD5                   | 28",
                "submission  | --tls --auth CRAM-SHA1                  | 28",
                "submission  | --tls --auth DIGEST-MD5                 | 28",
                "submission  | --tls --auth NTLM                       | 28",
                "smtp        | --tls --protocol ESMTP                  | 0",
                "smtp        | --protocol SMTP                         | 0",
                "smtp        | --tls --pipeline                        | 0",
            })
    void eachWayThatItKnows(String listener, String options, int code) throws Exception {
        for (String mechanism : List.of("CRAM-MD5", "CRAM-SHA1", "DIGEST-MD5", "NTLM")) {
            if (options.contains("--auth " + mechanism)) {
                assumed("AUTH " + mechanism);
            }
        }
        String marked = "mark " + Integer.toHexString((listener + options).hashCode());
        String more = listener.equals("smtp") ? " --from x@client.test --to " + BOB : SIGNED_IN;
        var ran = swaks(listener, options + more, ".a dot\n" + marked + "\n");
        assertThat(ran.exitCode()).as(ran.out()).isEqualTo(code);
        if (code == 0) {
            awaitInInbox(BOB, "\r\n\r\n.a dot\r\n" + marked + "\r\n");
        } else {
            assertThat(ran.out()).contains("requested type not available");
        }
    }

    @Test
    void aWrongPasswordIsToldAsOne() throws Exception {
        String wrong = SIGNED_IN.replace("secret", "wrong");
        for (String mechanism : List.of("PLAIN", "LOGIN")) {
            var ran = swaks("submission", "--tls --auth " + mechanism + wrong, "x\n");
            assertThat(ran.exitCode()).as(ran.out()).isEqualTo(28);
            assertThat(ran.out()).contains("535 5.7.8", "No authentication type succeeded");
        }
    }

    @Test
    void whatIsNotDoneHasItsStep() throws Exception {
        var noAuth = swaks("submission", "--tls --from " + ANN + " --to " + BOB, "x\n");
        assertThat(noAuth.exitCode()).as("MAIL is refused: %s", noAuth.out()).isEqualTo(23);
        var foreign =
                swaks("submission", "--tls --auth PLAIN" + SIGNED_IN.replace(BOB, "no@a.test"), "");
        assertThat(foreign.exitCode()).as("RCPT is refused: %s", foreign.out()).isEqualTo(24);
        assertThat(foreign.out()).contains("550 5.1.1");
    }

    /// swaks closes the brackets of paths itself, so that the last parameter ends with one, which
    /// is a character of xtext.
    @Test
    void parametersOfMailAndRcptAreMinded() throws Exception {
        var ran =
                swaks(
                        "submission",
                        "--tls --auth PLAIN --auth-user "
                                + ANN
                                + " --auth-password secret --from "
                                + ANN
                                + ">~BODY=8BITMIME~RET=HDRS~ENVID=swaks+2B1"
                                + " --to "
                                + BOB
                                + ">~NOTIFY=SUCCESS~ORCPT=rfc822;Bob+2Bx@far.test",
                        "eight bits: 밥\n");
        assertThat(ran.exitCode()).as(ran.out()).isZero();
        awaitInInbox(BOB, "eight bits: \u00eb\u00b0\u00a5\r\n"); // as ISO 8859-1 shows it
        awaitInInbox(ANN, "\r\nAction: delivered\r\n");
        assertThat(inbox(ANN))
                .contains(
                        "\r\nOriginal-Envelope-Id: swaks+1>\r\n",
                        "\r\nOriginal-Recipient: rfc822; Bob+x@far.test>\r\n",
                        "\r\nFinal-Recipient: rfc822; bob@a.test\r\n")
                .doesNotContain("eight bits");
    }

    @Test
    void parametersThatMakeNoSenseAreRefused() throws Exception {
        for (String from : List.of(ANN + ">~BODY=9BITMIME~ENVID=x", ANN + ">~RET=ALL~ENVID=x")) {
            var ran =
                    swaks(
                            "submission",
                            "--tls --auth PLAIN --auth-user "
                                    + ANN
                                    + " --auth-password secret --from "
                                    + from
                                    + " --to "
                                    + BOB,
                            "x\n");
            assertThat(ran.exitCode()).as(ran.out()).isEqualTo(23);
            assertThat(ran.out()).contains("501 5.5.4");
        }
    }

    private static void awaitInInbox(String login, String text) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(inbox(login)).contains(text));
    }

    private static String inbox(String login) throws IOException {
        try (var imap = new Dialogue(jebi.at("imap"))) {
            imap.line();
            imap.send("a LOGIN " + login + " secret\r\nb EXAMINE INBOX\r\nc FETCH 1:* BODY.PEEK[]");
            var all = new StringBuilder();
            String line;
            do {
                line = imap.line();
                all.append(line).append("\r\n");
            } while (!line.startsWith("c "));
            return all.toString();
        }
    }
}
