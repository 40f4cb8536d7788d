package dev.jebi.transfer.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.smtp.Reply;
import dev.jebi.transfer.verification.Arrival;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Other programs that look at messages: rspamd over HTTP, and milters; both played here.
@Timeout(300)
final class ProgramsTest {
    private static final String MESSAGE =
            "From: ann@far.test\r\nSubject: one\r\n two\r\nX-Old: 1\r\nX-Old: 2\r\n\r\nHello\r\n";

    /// What the programs are waited for, where they answer.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private static Offered offered() {
        var content = Content.of(MESSAGE.getBytes(StandardCharsets.US_ASCII));
        return new Offered(
                new Arrival(
                        "id7",
                        InetAddress.ofLiteral("192.0.2.1"),
                        "out.far.test",
                        ReversePath.of(Address.parse("ann@far.test")),
                        content),
                List.of(Address.parse("bob@here.test"), Address.parse("eve@here.test")),
                content,
                "TLSv1.3");
    }

    private static String text(Inspected inspected) throws IOException {
        assertThat(inspected).isInstanceOf(Inspected.Passed.class);
        var edited = ((Inspected.Passed) inspected).edited().orElseThrow();
        return new String(edited.octets(), StandardCharsets.US_ASCII);
    }

    // ---- rspamd

    private Rspamd rspamd(int status, String answer, boolean defer) throws IOException {
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    heard.add(exchange.getRequestURI().getPath());
                    heard.add(exchange.getRequestHeaders().entrySet().toString());
                    heard.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.US_ASCII));
                    byte[] octets = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, octets.length);
                    exchange.getResponseBody().write(octets);
                    exchange.close();
                });
        server.start();
        open.add(() -> server.stop(0));
        var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        var rspamd =
                new Rspamd(
                        new Rspamd.Terms(uri, Optional.of(uri), "pw", "mx.test", PATIENCE, defer));
        open.add(rspamd);
        return rspamd;
    }

    @Test
    void rspamdIsToldTheEnvelopeAndItsFieldsStandAboveTheMessage() throws IOException {
        var inspected =
                rspamd(
                                200,
                                """
                                {"action":"add header","score":7.25,"required_score":15,
                                 "symbols":{"X":{"score":1}},
                                 "milter":{"add_headers":{
                                   "X-Spam":{"value":"Yes\\nFrom: forged","order":1},
                                   "X-Two":["a","b"],"Bad name":"x"}}}
                                """,
                                false)
                        .inspect(offered());
        assertThat(text(inspected))
                .isEqualTo("X-Spam: Yes\r\n\tFrom: forged\r\nX-Two: a\r\nX-Two: b\r\n" + MESSAGE);
        assertThat(inspected)
                .isInstanceOfSatisfying(
                        Inspected.Passed.class,
                        passed -> {
                            assertThat(passed.fact()).isEqualTo("rspamd=add-header 7.25 of 15.0");
                            assertThat(passed.junk())
                                    .contains("rspamd gives it 7.25 of 15.0 (add header)");
                        });
        assertThat(heard.get(0)).isEqualTo("/checkv2");
        assertThat(heard.get(1))
                .contains("192.0.2.1", "out.far.test", "ann@far.test", "bob@here.test")
                .contains("eve@here.test", "id7", "TLSv1.3");
        assertThat(heard.get(2)).isEqualTo(MESSAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "reject, 550 5.7.1 Go away?",
        "soft reject, 451 4.7.1 Go away?",
    })
    void rspamdRefuses(String action, String reply) throws IOException {
        String answer =
                "{\"action\":\"%s\",\"score\":20,\"messages\":{\"smtp_message\":\"Go away\\n\"}}";
        assertThat(rspamd(200, answer.formatted(action), false).inspect(offered()))
                .isInstanceOfSatisfying(
                        Inspected.Refused.class,
                        refused -> assertThat(refused.reply().text()).isEqualTo(reply));
    }

    @Test
    void rspamdThatFindsNothingLeavesTheMessageAsItIs() throws IOException {
        assertThat(
                        rspamd(200, "{\"action\":\"no action\",\"score\":0.1}", false)
                                .inspect(offered()))
                .isEqualTo(
                        new Inspected.Passed(
                                Optional.empty(), "rspamd=no-action 0.1 of ?", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"action\":", "not JSON"})
    void rspamdThatMakesNoSenseIsPassedOrWaitedFor(String answer) throws IOException {
        assertThat(rspamd(200, answer, false).inspect(offered()))
                .isInstanceOf(Inspected.Passed.class);
        assertThat(rspamd(500, answer, true).inspect(offered()))
                .isInstanceOfSatisfying(
                        Inspected.Refused.class,
                        refused -> assertThat(refused.reply().code()).isEqualTo(451));
    }

    @Test
    void rspamdThatTricklesItsAnswerIsWaitedForOnlySoLong() throws IOException {
        var over = new CountDownLatch(1);
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 1_000);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    try {
                        heard.add("over " + over.await(2, TimeUnit.MINUTES));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.close();
                });
        server.start();
        open.add(() -> server.stop(0));
        open.add(over::countDown);
        var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        var terms =
                new Rspamd.Terms(
                        uri, Optional.empty(), "", "mx.test", Duration.ofMillis(500), false);
        try (var rspamd = new Rspamd(terms)) {
            long start = System.nanoTime();
            assertThat(rspamd.inspect(offered())).isInstanceOf(Inspected.Passed.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
        } finally {
            over.countDown();
        }
    }

    @Test
    void aBareReturnInAFieldOfRspamdEndsNoLine() throws IOException {
        String answer =
                "{\"action\":\"no action\",\"milter\":{\"add_headers\":{\"X-A\":\"a\\rB: c\"}}}";
        assertThat(text(rspamd(200, answer, false).inspect(offered())))
                .isEqualTo("X-A: a\r\n\tB: c\r\n" + MESSAGE);
    }

    @Test
    void rspamdLearns() throws IOException {
        rspamd(200, "{\"success\":true}", false).learn(offered().content(), true);
        assertThat(heard.get(0)).isEqualTo("/learnspam");
        assertThat(heard.get(1)).containsIgnoringCase("password=[pw]");
    }

    // ---- milters

    /// A milter that answers each letter it knows as it is told, all others with `c`.
    private SocketAddress milter(int protocol, Map<Character, List<String>> answers)
            throws IOException {
        var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        open.add(server);
        var _ =
                Thread.ofVirtual()
                        .start(() -> {
                            try (var socket = server.accept()) {
                                serve(
                                        new DataInputStream(socket.getInputStream()),
                                        new DataOutputStream(socket.getOutputStream()),
                                        protocol,
                                        answers);
                            } catch (IOException e) {
                                heard.add("lost " + e);
                            }
                        });
        return server.getLocalSocketAddress();
    }

    private void serve(
            DataInputStream in,
            DataOutputStream out,
            int protocol,
            Map<Character, List<String>> answers)
            throws IOException {
        while (true) {
            int length = in.readInt();
            char letter = (char) in.readUnsignedByte();
            var octets = in.readNBytes(length - 1);
            String text = new String(octets, StandardCharsets.ISO_8859_1).replace('\0', '|');
            heard.add(letter + (letter == 'O' ? "" : text));
            if (letter == 'Q') {
                return;
            }
            if (letter == 'D') {
                continue;
            }
            if (letter == 'O') {
                var body = new ByteArrayOutputStream();
                var data = new DataOutputStream(body);
                data.writeInt(6);
                data.writeInt(0x11);
                data.writeInt(protocol);
                write(out, 'O', body.toByteArray());
                continue;
            }
            for (String answer : answers.getOrDefault(letter, List.of("c"))) {
                write(
                        out,
                        answer.charAt(0),
                        answer.substring(1)
                                .replace('|', '\0')
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static void write(DataOutputStream out, char letter, byte[] octets) throws IOException {
        out.writeInt(octets.length + 1);
        out.writeByte(letter);
        out.write(octets);
        out.flush();
    }

    private Inspected inspect(int protocol, Map<Character, List<String>> answers)
            throws IOException {
        return new Milter(milter(protocol, answers), "mx.test", PATIENCE, Milter.Failure.DEFER)
                .inspect(offered());
    }

    @Test
    void aMilterIsShownTheWholeMessageInTheOrderOfSmtp() throws IOException {
        assertThat(inspect(0, Map.of()))
                .isEqualTo(new Inspected.Passed(Optional.empty(), "", Optional.empty()));
        await().atMost(PATIENCE).until(() -> heard.contains("Q"));
        assertThat(heard.stream().filter(line -> !line.startsWith("D")))
                .containsExactly(
                        "O",
                        "C[192.0.2.1]|4|\u0019192.0.2.1|",
                        "Hout.far.test|",
                        "M<ann@far.test>|",
                        "R<bob@here.test>|",
                        "R<eve@here.test>|",
                        "T",
                        "LFrom|ann@far.test|",
                        "LSubject|one\n two|",
                        "LX-Old|1|",
                        "LX-Old|2|",
                        "N",
                        "BHello\r\n",
                        "E",
                        "Q");
        assertThat(heard).contains("DCj|mx.test|{daemon_name}|jebi|v|Jebi|");
    }

    @Test
    void stepsThatItDoesNotWantAreLeftOut() throws IOException {
        int noConnect = 0x01;
        int noHelo = 0x02;
        int headersUnanswered = 0x80;
        var answers = Map.<Character, List<String>>of('L', List.of());
        assertThat(inspect(noConnect | noHelo | headersUnanswered | 0x100000, answers))
                .isInstanceOf(Inspected.Passed.class);
        assertThat(heard).contains("LFrom| ann@far.test|").noneMatch(l -> l.startsWith("H"));
    }

    @Test
    void itEditsFieldsAndTheBody() throws IOException {
        var answers =
                Map.of(
                        'E',
                        List.of(
                                "hX-New|at the\nend|",
                                "i\0\0\0\0X-Top|above|",
                                "m\0\0\0\2X-Old|changed|",
                                "m\0\0\0\1Subject||",
                                "p",
                                "bBye",
                                "b\r\n",
                                "qlook at it|",
                                "c"));
        var inspected = inspect(0, answers);
        assertThat(text(inspected))
                .isEqualTo(
                        "X-Top: above\r\nFrom: ann@far.test\r\nX-Old: 1\r\nX-Old: changed\r\n"
                                + "X-New: at the\r\n\tend\r\n\r\nBye\r\n");
        assertThat(((Inspected.Passed) inspected).junk().orElseThrow()).endsWith("look at it");
    }

    @ParameterizedTest
    @CsvSource({
        "r, 550 5.7.1 Not taken",
        "t, 451 4.7.1 Not taken for now; try again later",
        "y550 5.7.9 No|, 550 5.7.9 No",
        "y451 Wait|, 451 4.7.1 Wait",
    })
    void itRefuses(String answer, String reply) throws IOException {
        for (char step : new char[] {'C', 'R', 'E'}) {
            assertThat(inspect(0, Map.of(step, List.of(answer))))
                    .isInstanceOfSatisfying(
                            Inspected.Refused.class,
                            refused -> assertThat(said(refused.reply())).isEqualTo(reply));
        }
    }

    @Test
    void itsReplyOfSeveralLinesIsSaidInOne() throws IOException {
        assertThat(inspect(0, Map.of('E', List.of("y550-5.1.1 one\r\n550 5.1.1 two|"))))
                .isInstanceOfSatisfying(
                        Inspected.Refused.class,
                        refused ->
                                assertThat(said(refused.reply())).isEqualTo("550 5.1.1 one two"));
    }

    private static String said(Reply reply) {
        return reply.text();
    }

    @Test
    void itAcceptsAtOnceOrDiscards() throws IOException {
        assertThat(inspect(0, Map.of('M', List.of("a")))).isInstanceOf(Inspected.Passed.class);
        assertThat(heard).noneMatch(line -> line.startsWith("R"));
        assertThat(inspect(0, Map.of('E', List.of("d")))).isInstanceOf(Inspected.Discarded.class);
    }

    @Test
    void aMilterThatAddsWithoutEndIsAFailure() throws IOException {
        var much = Collections.nCopies(20, "hX-A|" + "x".repeat(100_000) + "|");
        assertThat(inspect(0, Map.of('E', much)))
                .isInstanceOfSatisfying(
                        Inspected.Refused.class,
                        refused -> assertThat(refused.reply().code()).isEqualTo(451));
    }

    @Test
    void addressesOfAllScriptsReachAMilterInUtf8() throws IOException {
        var own = offered().arrival();
        var content = offered().content();
        var from = ReversePath.of(Address.parse("앤@far.test"));
        var offered =
                new Offered(
                        new Arrival("id7", own.client(), own.helo(), from, content),
                        List.of(Address.parse("bob@here.test")),
                        content,
                        "");
        var milter = new Milter(milter(0, Map.of()), "mx.test", PATIENCE, Milter.Failure.DEFER);
        assertThat(milter.inspect(offered)).isInstanceOf(Inspected.Passed.class);
        byte[] octets = "M<앤@far.test>|".getBytes(StandardCharsets.UTF_8);
        assertThat(heard).contains(new String(octets, StandardCharsets.ISO_8859_1));
    }

    @Test
    void whatMakesNoSenseOrComesTooLateIsAFailure() throws IOException {
        for (String answer : Arrays.asList("?", "m\0\0", "y999|", "hBad name|x|", "+<x@y.test>|")) {
            assertThat(inspect(0, Map.of('E', List.of(answer))))
                    .as(answer)
                    .isInstanceOfSatisfying(
                            Inspected.Refused.class,
                            refused -> assertThat(refused.reply().code()).isEqualTo(451));
        }
        var silent =
                new Milter(
                        milter(0, Map.of('C', List.of())),
                        "mx.test",
                        Duration.ofMillis(300),
                        Milter.Failure.ACCEPT);
        assertThat(silent.inspect(offered()))
                .isEqualTo(
                        new Inspected.Passed(Optional.empty(), "milter=unknown", Optional.empty()));
    }

    @Test
    void anAddressOfAMilterIsAsOtherMailSystemsWriteIt() {
        assertThat(Milter.address("inet:127.0.0.1:8891"))
                .isEqualTo(new InetSocketAddress("127.0.0.1", 8891));
        assertThat(Milter.address("unix:/run/milter.sock")).hasToString("/run/milter.sock");
        for (String none : List.of("", "127.0.0.1:1", "inet:x", "unix:relative", "inet:h:99999")) {
            assertThatThrownBy(() -> Milter.address(none))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
