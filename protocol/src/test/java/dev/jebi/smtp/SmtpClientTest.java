package dev.jebi.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.wire.ClientTls;
import dev.jebi.wire.IdleTimeout;
import dev.jebi.wire.WireConnector;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

final class SmtpClientTest {
    private static final String HELLO =
            """
            S: 220 peer.test ready
            C: EHLO us.test
            S: 250 peer.test
            """;
    private static final String HELLO_PIPELINING =
            """
            S: 220 peer.test ready
            C: EHLO us.test
            S: 250-peer.test
            S: 250 PIPELINING
            """;
    private static final String QUIT =
            """
            C: QUIT
            S: 221 bye
            """;
    private static final SmtpClientLimits LIMITS =
            SmtpClientLimits.STANDARD.within(Duration.ofSeconds(60));

    private static final WireConnector WIRES = new WireConnector();

    @AfterAll
    static void close() {
        WIRES.close();
    }

    private interface Use {
        void use(SmtpClient client) throws IOException;
    }

    private static String play(String script, Use use) throws Exception {
        return play(script, LIMITS, use);
    }

    private static String play(String script, SmtpClientLimits limits, Use use) throws Exception {
        try (var server = new ScriptedServer(script)) {
            var wire = WIRES.connect(server.address(), Duration.ofSeconds(60));
            try (var client = new SmtpClient(wire, "us.test", limits)) {
                use.use(client);
            }
            assertThat(server.conversation()).isEqualTo(script);
            return server.content();
        }
    }

    private static MailTransaction mail(String text, String... recipients) {
        return new MailTransaction(
                ReversePath.of(Address.parse("alice@us.test")),
                Arrays.stream(recipients).map(Address::parse).toList(),
                Content.of(text.getBytes(StandardCharsets.UTF_8)),
                false,
                false);
    }

    private static int code(Transmission result) {
        return ((Transmission.Answered) result).reply().code();
    }

    @Test
    void severalMessagesGoOverOneConnectionAndDotsAreStuffed() throws Exception {
        var content =
                play(
                        HELLO
                                + """
                                C: MAIL FROM:<alice@us.test>
                                S: 250 2.1.0 ok
                                C: RCPT TO:<bob@peer.test>
                                S: 250 2.1.5 ok
                                C: DATA
                                S: 354 go on
                                C: …
                                S: 250 2.0.0 taken as 1
                                C: MAIL FROM:<alice@us.test>
                                S: 250 2.1.0 ok
                                C: RCPT TO:<bob@peer.test>
                                S: 250 2.1.5 ok
                                C: DATA
                                S: 354 go on
                                C: …
                                S: 250-2.0.0 taken
                                S: 250 2.0.0 as 2
                                """
                                + QUIT,
                        client -> {
                            assertThat(client.greet().code()).isEqualTo(250);
                            var first = client.send(mail("A: b\r\n\r\n.dot\r\n", "bob@peer.test"));
                            assertThat(first)
                                    .containsExactly(
                                            new Transmission.Answered(
                                                    Reply.of(250, "2.0.0", "taken as 1")));
                            var second = client.send(mail("no line end", "bob@peer.test"));
                            assertThat(((Transmission.Answered) second.getFirst()).reply().text())
                                    .isEqualTo("250 2.0.0 taken as 2");
                        });
        assertThat(content).isEqualTo("A: b\r\n\r\n..dot\r\nno line end\r\n");
    }

    @Test
    void whatIsOfferedIsUsed() throws Exception {
        play(
                """
                S: 220-peer.test
                S: 220 ready
                C: EHLO us.test
                S: 250-peer.test
                S: 250-PIPELINING
                S: 250-size 1000
                S: 250-8bitmime
                S: 250 SMTPUTF8
                C: MAIL FROM:<alice@us.test> SIZE=8 BODY=8BITMIME SMTPUTF8
                C: RCPT TO:<밥@peer.test>
                C: RCPT TO:<nobody@peer.test>
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 550 5.1.1 no such user
                S: 354 go on
                C: …
                S: 250 ok
                """
                        + QUIT,
                client -> {
                    assertThat(client.greet().positive()).isTrue();
                    assertThat(client.extensions()).containsEntry("SIZE", "1000");
                    var results = client.send(mail("\r\nhéllo", "밥@peer.test", "nobody@peer.test"));
                    assertThat(results.stream().map(SmtpClientTest::code))
                            .containsExactly(250, 550);
                });
    }

    @Test
    void aPeerWithoutEhloIsGreetedWithHelo() throws Exception {
        play(
                """
                S: 220 old
                C: EHLO us.test
                S: 500 what?
                C: HELO us.test
                S: 250 old
                """
                        + QUIT,
                client -> assertThat(client.greet().code()).isEqualTo(250));
    }

    @Test
    void aGreetingThatRefusesIsAReply() throws Exception {
        play(
                """
                S: 554 5.7.1 go away
                C: QUIT
                S: 221 bye
                """,
                client -> assertThat(client.greet()).isEqualTo(Reply.of(554, "5.7.1", "go away")));
    }

    @Test
    void withoutARecipientNoContentIsSentAndTheTransactionIsReset() throws Exception {
        play(
                HELLO
                        + """
                        C: MAIL FROM:<alice@us.test>
                        S: 250 ok
                        C: RCPT TO:<a@peer.test>
                        S: 550 no
                        C: RSET
                        S: 250 ok
                        C: MAIL FROM:<alice@us.test>
                        S: 451 later
                        """
                        + QUIT,
                client -> {
                    client.greet();
                    assertThat(code(client.send(mail("x", "a@peer.test")).getFirst()))
                            .isEqualTo(550);
                    assertThat(code(client.send(mail("x", "a@peer.test")).getFirst()))
                            .isEqualTo(451);
                });
    }

    @Test
    void aPipelined354WithoutARecipientIsAnsweredWithTheDot() throws Exception {
        play(
                HELLO_PIPELINING
                        + """
                        C: MAIL FROM:<alice@us.test>
                        C: RCPT TO:<a@peer.test>
                        C: DATA
                        S: 250 ok
                        S: 550 no
                        S: 354 go on
                        C: .
                        S: 554 no valid recipients
                        C: MAIL FROM:<alice@us.test>
                        C: RCPT TO:<b@peer.test>
                        C: DATA
                        S: 250 ok
                        S: 450 later
                        S: 503 no recipients
                        C: RSET
                        C: MAIL FROM:<alice@us.test>
                        C: RCPT TO:<c@peer.test>
                        C: DATA
                        S: 250 reset
                        S: 550 5.7.1 not you
                        S: 503 no mail
                        S: 503 no recipients
                        """
                        + QUIT,
                client -> {
                    client.greet();
                    assertThat(code(client.send(mail("x", "a@peer.test")).getFirst()))
                            .isEqualTo(550);
                    assertThat(code(client.send(mail("x", "b@peer.test")).getFirst()))
                            .isEqualTo(450);
                    assertThat(code(client.send(mail("x", "c@peer.test")).getFirst()))
                            .isEqualTo(550);
                });
    }

    @Test
    void aFarewellAnswersForAllWhoHaveNoAnswer() throws Exception {
        play(
                HELLO_PIPELINING
                        + """
                        C: MAIL FROM:<alice@us.test>
                        C: RCPT TO:<a@peer.test>
                        C: RCPT TO:<b@peer.test>
                        C: RCPT TO:<c@peer.test>
                        C: DATA
                        S: 250 ok
                        S: 550 no
                        S: 421 4.3.2 closing
                        X: close
                        """,
                client -> {
                    client.greet();
                    var results =
                            client.send(mail("x", "a@peer.test", "b@peer.test", "c@peer.test"));
                    assertThat(results.stream().map(SmtpClientTest::code))
                            .containsExactly(550, 421, 421);
                    assertThat(client.usable()).isFalse();
                });
    }

    @Test
    void aPeerThatClosesAfter250HasTheMessageAndTakesNoOther() throws Exception {
        play(
                HELLO
                        + """
                        C: MAIL FROM:<alice@us.test>
                        S: 250 ok
                        C: RCPT TO:<a@peer.test>
                        S: 250 ok
                        C: DATA
                        S: 354 go on
                        C: …
                        S: 250 ok
                        X: close
                        """,
                client -> {
                    client.greet();
                    assertThat(code(client.send(mail("x", "a@peer.test")).getFirst()))
                            .isEqualTo(250);
                    assertThat(client.send(mail("x", "a@peer.test")).getFirst())
                            .isInstanceOfSatisfying(
                                    Transmission.Broken.class,
                                    broken -> assertThat(broken.contentSent()).isFalse());
                });
    }

    @Test
    void aPeerThatClosesInContentMayHaveTheMessage() throws Exception {
        play(
                HELLO
                        + """
                        C: MAIL FROM:<alice@us.test>
                        S: 250 ok
                        C: RCPT TO:<a@peer.test>
                        S: 250 ok
                        C: DATA
                        S: 354 go on
                        C: …
                        X: close
                        """,
                client -> {
                    client.greet();
                    assertThat(client.send(mail("x", "a@peer.test")).getFirst())
                            .isInstanceOfSatisfying(
                                    Transmission.Broken.class,
                                    broken -> assertThat(broken.contentSent()).isTrue());
                });
    }

    @Test
    void aPeerThatSaysNothingIsLeft() throws Exception {
        play(
                """
                S: 220 ready
                C: EHLO us.test
                X: stall
                """,
                LIMITS.within(Duration.ofSeconds(3)), // the peer has said its own by then
                client -> assertThatThrownBy(client::greet).isInstanceOf(IdleTimeout.class));
    }

    @Test
    void garbageIsNoReply() throws Exception {
        for (String garbage :
                List.of(
                        "S: hello",
                        "S: 22 short",
                        "S: 150 no such class",
                        "S: 2200 long",
                        "S: 220-one\nS: nothing",
                        "S: 220 " + "x".repeat(3_000),
                        "S: 354 go on",
                        "S> 220 bare\nnext\r\n",
                        ("S: 220-more\n").repeat(101))) {
            var script = garbage.strip() + "\n";
            try (var server = new ScriptedServer(script.replace("bare\nnext", "bare"))) {
                var wire = WIRES.connect(server.address(), Duration.ofSeconds(60));
                try (var client =
                        new SmtpClient(wire, "us.test", LIMITS.within(Duration.ofSeconds(1)))) {
                    assertThatThrownBy(client::greet).as(garbage).isInstanceOf(IOException.class);
                    assertThat(client.usable()).isFalse();
                }
            }
        }
    }

    @Test
    void anAddressCarriesNoLineEndIntoTheSession() throws Exception {
        play(
                HELLO + QUIT,
                client -> {
                    client.greet();
                    var evil = new Address("x", new Domain("peer.test>\r\nRCPT TO:<y@z"));
                    var mail =
                            new MailTransaction(
                                    ReversePath.NULL,
                                    List.of(evil),
                                    Content.of(new byte[0]),
                                    false,
                                    false);
                    assertThat(client.send(mail).getFirst())
                            .isInstanceOf(Transmission.Unsendable.class);
                });
    }

    @Test
    void whatThePeerCannotTakeIsNotSent() throws Exception {
        play(
                """
                S: 220 ready
                C: EHLO us.test
                S: 250-peer.test
                S: 250 SIZE 10
                C: MAIL FROM:<alice@us.test> SIZE=1
                S: 250 ok
                C: RCPT TO:<bob@peer.test>
                S: 250 ok
                C: DATA
                S: 354 go on
                C: …
                S: 250 ok
                """
                        + QUIT,
                client -> {
                    client.greet();
                    assertThat(client.send(mail("x".repeat(11), "a@peer.test")))
                            .singleElement()
                            .hasToString(
                                    "Unsendable[status=5.3.4,"
                                            + " why=the peer takes messages of 10 octets only]");
                    var results = client.send(mail("x", "밥@peer.test", "bob@peer.test"));
                    assertThat(results.getFirst().toString()).contains("5.6.7");
                    assertThat(code(results.getLast())).isEqualTo(250);
                });
    }

    @Test
    void passwordsGoOnlyWhereTheyAreOffered() throws Exception {
        play(
                """
                S: 220 ready
                C: EHLO us.test
                S: 250-peer.test
                S: 250 AUTH LOGIN PLAIN
                C: AUTH PLAIN AG1lAHNlY3JldA==
                S: 235 2.7.0 welcome
                """
                        + QUIT,
                client -> {
                    client.greet();
                    assertThat(client.authenticate("me", "secret").code()).isEqualTo(235);
                });
        play(
                HELLO + QUIT,
                client -> {
                    client.greet();
                    assertThat(client.authenticate("me", "secret").code()).isEqualTo(504);
                });
    }

    @Test
    void aRefusedStartTlsLeavesTheSessionInPlainText() throws Exception {
        play(
                """
                S: 220 ready
                C: EHLO us.test
                S: 250-peer.test
                S: 250 STARTTLS
                C: STARTTLS
                S: 454 4.7.0 not now
                """
                        + QUIT,
                client -> {
                    client.greet();
                    assertThat(client.startTls(new ClientTls("peer.test", false)).code())
                            .isEqualTo(454);
                    assertThat(client.usable()).isTrue();
                });
    }

    @Test
    void aFailedHandshakeEndsTheSession() throws Exception {
        try (var server =
                new ScriptedServer(
                        """
                        S: 220 ready
                        C: EHLO us.test
                        S: 250-peer.test
                        S: 250 STARTTLS
                        C: STARTTLS
                        S: 220 go
                        S: this is no handshake
                        X: stall
                        """)) {
            var wire = WIRES.connect(server.address(), Duration.ofSeconds(60));
            try (var client = new SmtpClient(wire, "us.test", LIMITS)) {
                client.greet();
                assertThatThrownBy(() -> client.startTls(new ClientTls("peer.test", false)))
                        .isInstanceOf(IOException.class);
                assertThat(client.usable()).isFalse();
            }
        }
    }
}
