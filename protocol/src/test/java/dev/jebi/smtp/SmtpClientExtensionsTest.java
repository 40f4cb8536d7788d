package dev.jebi.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.smtp.DeliveryWishes.Body;
import dev.jebi.smtp.DeliveryWishes.DeliverBy;
import dev.jebi.smtp.DeliveryWishes.Returned;
import dev.jebi.smtp.DeliveryWishes.TlsWish;
import dev.jebi.smtp.RecipientWishes.Notice;
import dev.jebi.smtp.RecipientWishes.OriginalRecipient;
import dev.jebi.wire.WireConnector;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a client does with what a peer offers beside PIPELINING and STARTTLS.
final class SmtpClientExtensionsTest {
    private static final String TEXT = "A: b\r\n\r\n.c\r\n";
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final WireConnector WIRES = new WireConnector();

    @AfterAll
    static void close() {
        WIRES.close();
    }

    private interface Use {
        void use(SmtpClient client) throws IOException;
    }

    /// Plays a script after EHLO with these keywords.
    private static void play(List<String> keywords, String script, Use use) throws Exception {
        var whole =
                new StringBuilder("S: 220 peer.test ready\nC: EHLO us.test\nS: 250-peer.test\n");
        keywords.forEach(keyword -> whole.append("S: 250-").append(keyword).append('\n'));
        whole.append("S: 250 HELP\n").append(script).append("C: QUIT\nS: 221 bye\n");
        var limits = SmtpClientLimits.STANDARD.within(Duration.ofSeconds(60));
        try (var server = new ScriptedServer(whole.toString())) {
            var wire = WIRES.connect(server.address(), Duration.ofSeconds(60));
            try (var client = new SmtpClient(wire, "us.test", limits)) {
                client.greet();
                use.use(client);
            }
            assertThat(server.conversation()).isEqualTo(whole.toString());
        }
    }

    private static MailTransaction mail(
            String text, DeliveryWishes wishes, RecipientWishes recipient) {
        return new MailTransaction(
                ReversePath.of(Address.parse("alice@us.test")),
                List.of(Address.parse("bob@peer.test")),
                Content.of(text.getBytes(StandardCharsets.ISO_8859_1)),
                false,
                false,
                wishes,
                List.of(recipient),
                NOW);
    }

    private static MailTransaction plain(String text) {
        return mail(text, DeliveryWishes.NONE, RecipientWishes.NONE);
    }

    private static DeliveryWishes body(Body body) {
        return new DeliveryWishes(
                body,
                Optional.empty(),
                Optional.empty(),
                TlsWish.AS_USUAL,
                Optional.empty(),
                Optional.empty(),
                0);
    }

    private static String end(List<Transmission> results) {
        return switch (results.getFirst()) {
            case Transmission.Answered(var reply) -> reply.text();
            case Transmission.Unsendable(var status, _) -> "unsendable " + status;
            case Transmission.Broken(var why, boolean sent) -> "broken " + sent + " " + why;
        };
    }

    @Test
    void contentGoesByBdatWhereItIsOffered() throws Exception {
        play(
                List.of("PIPELINING", "CHUNKING"),
                """
                C: MAIL FROM:<alice@us.test>
                C: RCPT TO:<bob@peer.test>
                C: BDAT 12 LAST
                C: A: b
                C:\s
                C: .c
                S: 250 2.1.0 ok
                S: 250 2.1.5 ok
                S: 250 2.0.0 taken
                C: MAIL FROM:<alice@us.test>
                C: RCPT TO:<bob@peer.test>
                C: BDAT 7 LAST
                C: no end
                S: 250 2.1.0 ok
                S: 550 5.1.1 nobody
                S: 503 5.5.1 no recipients
                C: RSET
                C: MAIL FROM:<alice@us.test>
                C: RCPT TO:<bob@peer.test>
                C: BDAT 12 LAST
                C: A: b
                C:\s
                C: .c
                S: 250 ok
                S: 250 ok
                S: 250 ok
                S: 250 again
                """
                        .replace("BDAT 7", "BDAT 8"),
                client -> {
                    assertThat(end(client.send(plain(TEXT)))).isEqualTo("250 2.0.0 taken");
                    assertThat(end(client.send(plain("no end")))).isEqualTo("550 5.1.1 nobody");
                    assertThat(end(client.send(plain(TEXT)))).isEqualTo("250 again");
                });
    }

    @Test
    void aPeerThatOffersBdatAndDoesNotKnowItGetsData() throws Exception {
        play(
                List.of("CHUNKING"),
                """
                C: MAIL FROM:<alice@us.test>
                S: 250 ok
                C: RCPT TO:<bob@peer.test>
                S: 250 ok
                C: BDAT 12 LAST
                C: A: b
                C:\s
                C: .c
                S: 500 5.5.1 what?
                C: RSET
                S: 250 ok
                C: MAIL FROM:<alice@us.test>
                S: 250 ok
                C: RCPT TO:<bob@peer.test>
                S: 250 ok
                C: DATA
                S: 354 go on
                C: …
                S: 250 taken
                """,
                client -> assertThat(end(client.send(plain(TEXT)))).isEqualTo("250 taken"));
    }

    @Test
    void whatIsWishedGoesAlong() throws Exception {
        var wishes =
                new DeliveryWishes(
                        Body.EIGHT_BIT_MIME,
                        Optional.of(Returned.HEADER),
                        Optional.of("QQ 1+2=3"),
                        TlsWish.AS_USUAL,
                        Optional.empty(),
                        Optional.of(
                                new DeliverBy(NOW.plusSeconds(120), DeliverBy.Mode.NOTIFY, true)),
                        3);
        var recipient =
                new RecipientWishes(
                        Optional.of(Set.of(Notice.FAILURE, Notice.SUCCESS)),
                        Optional.of(new OriginalRecipient("utf-8", "밥+b@b.test")));
        play(
                List.of("8BITMIME", "DSN", "DELIVERBY 60", "MT-PRIORITY MIXER"),
                """
                C: MAIL FROM:<alice@us.test> BODY=8BITMIME RET=HDRS ENVID=QQ+201+2B2+3D3 BY=120;NT MT-PRIORITY=3
                S: 250 ok
                C: RCPT TO:<bob@peer.test> NOTIFY=SUCCESS,FAILURE ORCPT=utf-8;\\x{BC25}\\x{2B}b@b.test
                S: 250 ok
                C: DATA
                S: 354 go on
                C: …
                S: 250 taken
                """,
                client ->
                        assertThat(end(client.send(mail(TEXT, wishes, recipient))))
                                .contains("taken"));
    }

    @Test
    void whatAPeerDoesNotKnowIsLeftOutOrCannotBeSent() throws Exception {
        var by = new DeliverBy(NOW.plusSeconds(120), DeliverBy.Mode.RETURN, false);
        var late =
                new DeliveryWishes(
                        Body.SEVEN_BIT,
                        Optional.of(Returned.FULL),
                        Optional.of("x"),
                        TlsWish.AS_USUAL,
                        Optional.empty(),
                        Optional.of(by),
                        0);
        play(
                List.of("8BITMIME"),
                """
                C: MAIL FROM:<alice@us.test> BODY=8BITMIME
                S: 250 ok
                C: RCPT TO:<bob@peer.test>
                S: 250 ok
                C: DATA
                S: 354 go on
                C: …
                S: 250 taken
                """,
                client -> {
                    assertThat(end(client.send(mail(TEXT, late, RecipientWishes.NONE))))
                            .isEqualTo("unsendable 5.3.3");
                    var secret = DeliveryWishes.NONE.with(TlsWish.REQUIRED);
                    assertThat(end(client.send(mail(TEXT, secret, RecipientWishes.NONE))))
                            .isEqualTo("unsendable 5.7.30");
                    var binary = mail("a\0b\n", body(Body.BINARY_MIME), RecipientWishes.NONE);
                    assertThat(end(client.send(binary))).isEqualTo("unsendable 5.6.3");
                    // called binary, and lines all the same
                    var lines = mail(TEXT, body(Body.BINARY_MIME), RecipientWishes.NONE);
                    assertThat(end(client.send(lines))).isEqualTo("250 taken");
                });
    }

    @Test
    void binaryContentGoesAsItIs() throws Exception {
        play(
                List.of("BINARYMIME", "CHUNKING"),
                """
                C: MAIL FROM:<alice@us.test> BODY=BINARYMIME
                S: 250 ok
                C: RCPT TO:<bob@peer.test>
                S: 250 ok
                C: BDAT 5 LAST
                C: a\0b
                S: 250 taken
                """,
                client -> {
                    var binary = mail("a\0b\r\n", body(Body.BINARY_MIME), RecipientWishes.NONE);
                    assertThat(end(client.send(binary))).isEqualTo("250 taken");
                });
    }

    @Test
    void limitsAreRead() throws Exception {
        play(
                List.of("LIMITS RCPTMAX=20 MAILMAX=0 RCPTDOMAINMAX=1"),
                "",
                client -> {
                    assertThat(client.limit("RCPTMAX")).hasValue(20);
                    assertThat(client.limit("MAILMAX")).isEmpty();
                    assertThat(client.limit("RCPTDOMAINMAX")).hasValue(1);
                });
    }

    @Test
    void aPeerThatClosedBeforeItSaidAnythingHasNothing() throws Exception {
        var limits = SmtpClientLimits.STANDARD.within(Duration.ofSeconds(60));
        var script =
                """
                S: 220 peer.test ready
                C: EHLO us.test
                S: 250-peer.test
                S: 250-PIPELINING
                S: 250 CHUNKING
                C: MAIL FROM:<alice@us.test>
                X: close
                """;
        try (var server = new ScriptedServer(script)) {
            var wire = WIRES.connect(server.address(), Duration.ofSeconds(60));
            try (var client = new SmtpClient(wire, "us.test", limits)) {
                client.greet();
                assertThat(end(client.send(plain(TEXT)))).startsWith("broken false");
            }
        }
    }
}
