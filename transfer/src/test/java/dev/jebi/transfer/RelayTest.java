package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.dns.Resolver.MxAnswer;
import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.QueueId;
import dev.jebi.smtp.DeliveryWishes.TlsWish;
import dev.jebi.smtp.SmtpClientLimits;
import dev.jebi.testkit.FakeDns;
import dev.jebi.testkit.ScriptedPeer;
import dev.jebi.testkit.TestCertificate;
import dev.jebi.wire.WireConnector;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

final class RelayTest {
    private static final String TEXT = "Subject: hello\r\n\r\nhello\r\n";

    private final WireConnector wires = new WireConnector();
    private final FakeMta mta = new FakeMta();
    private final FakeDns dns = new FakeDns();
    private final List<InetSocketAddress> listening = new ArrayList<>();

    RelayTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        mta.close();
        wires.close();
    }

    private Relay relay(Routes routes) {
        return relay(routes, Tests.patient());
    }

    private Relay relay(Routes routes, SmtpClientLimits client) {
        var limits = Tests.limits(mta.address().getPort(), client);
        return new Relay(dns, routes, wires, "us.test", () -> listening, limits);
    }

    private Routes all() {
        return Routes.of(Map.of("*", mta.address()));
    }

    private Relay routed() {
        return relay(all());
    }

    private static List<Entry> entries(String... recipients) {
        return IntStream.range(0, recipients.length)
                .mapToObj(i ->
                        new Entry(
                                new QueueId(1),
                                i,
                                Address.parse(recipients[i]),
                                ReversePath.of(Address.parse("alice@us.test")),
                                Instant.EPOCH,
                                0,
                                Instant.EPOCH,
                                false,
                                false,
                                false,
                                false,
                                TEXT.length(),
                                ""))
                .toList();
    }

    private static RelaySession to(Relay relay, String domain) {
        return relay.to(
                relay.destination(Domain.parse(domain), TlsWish.AS_USUAL), new Tests.NoPause());
    }

    /// One word an entry, in the order of the entries.
    private static List<String> deliver(RelaySession session, String... recipients) {
        var content = Content.of(TEXT.getBytes(StandardCharsets.UTF_8));
        var attempts =
                new ArrayList<>(session.deliver(entries(recipients), content, Instant.EPOCH));
        attempts.sort((a, b) -> a.entry().number() - b.entry().number());
        return attempts.stream()
                .map(attempt ->
                        switch (attempt.outcome()) {
                            case Outcome.Delivered _ -> "delivered";
                            case Outcome.Deferred(var why) -> "deferred " + why.status();
                            case Outcome.Failed(var why) -> "failed " + why.status();
                        })
                .toList();
    }

    private List<String> once(Relay relay, String... recipients) {
        var domain = Address.parse(recipients[0]).domain().name();
        try (var session = to(relay, domain)) {
            return deliver(session, recipients);
        }
    }

    @Test
    void messagesShareAConnection() {
        try (var session = to(routed(), "b.test")) {
            assertThat(deliver(session, "x@b.test")).containsExactly("delivered");
            assertThat(deliver(session, "y@b.test", "z@b.test"))
                    .containsExactly("delivered", "delivered");
        }
        assertThat(mta.received()).hasSize(2);
        assertThat(mta.received().getFirst().content()).isEqualTo(TEXT);
        assertThat(mta.connections()).isEqualTo(1);
    }

    @Test
    void eachRecipientHasItsOwnOutcome() {
        mta.offering("PIPELINING")
                .answering("RCPT TO:<late@", "451 4.7.1 greylisted")
                .answering("RCPT TO:<none@", "550 no such user");
        assertThat(once(routed(), "late@b.test", "none@b.test", "bob@b.test"))
                .containsExactly("deferred 4.7.1", "failed 5.0.0", "delivered");
        assertThat(mta.received().getFirst().recipients()).containsExactly("<bob@b.test>");
    }

    @Test
    void moreRecipientsThanThePeerTakesGoInAnotherTransaction() {
        mta.answering("RCPT TO:<two@", "452 4.5.3 too many")
                .answering("RCPT TO:<three@", "452 too many");
        assertThat(once(routed(), "one@b.test", "two@b.test", "three@b.test"))
                .containsOnly("delivered");
        assertThat(mta.received()).hasSize(2);
    }

    @Test
    void aConnectionThatClosedBetweenMessagesIsOpenedAgain() {
        mta.answering("MAIL", "250 2.1.0 ok", "CLOSE", "250 ok", "421 4.4.2 idle");
        try (var session = to(routed(), "b.test")) {
            for (int i = 0; i < 3; i++) {
                assertThat(deliver(session, "x@b.test")).as("message " + i).contains("delivered");
            }
        }
        assertThat(mta.connections()).isEqualTo(3);
    }

    @Test
    void aFarewellOrALostConnectionDefers() {
        mta.answering(".", "421 4.3.2 closing", "CLOSE");
        try (var session = to(routed(), "b.test")) {
            assertThat(deliver(session, "x@b.test")).containsExactly("deferred 4.3.2");
            assertThat(deliver(session, "x@b.test")).containsExactly("deferred 4.4.2");
            assertThat(deliver(session, "x@b.test")).containsExactly("delivered");
        }
    }

    @Test
    void aStalledPeerDefersAndSparesTheRestTheWait() {
        mta.answering("RCPT", "STALL", "STALL");
        try (var session = to(relay(all(), Tests.hasty("RCPT")), "b.test")) {
            assertThat(deliver(session, "x@b.test")).containsExactly("deferred 4.4.2");
            assertThat(deliver(session, "x@b.test")).containsExactly("deferred 4.4.2");
            assertThat(session.unreachable()).isPresent();
            assertThat(deliver(session, "x@b.test")).containsExactly("deferred 4.4.2");
        }
        assertThat(mta.connections()).isEqualTo(2);
    }

    @Test
    void theNextExchangerIsTriedWhenOneFails() throws IOException {
        int port = mta.address().getPort();
        dns.mx("b.test", "10 one.b.test", "20 two.b.test", "30 three.b.test")
                .host("one.b.test", "127.0.0.3")
                .host("two.b.test", "127.0.0.2")
                .host("three.b.test", "127.0.0.1");
        try (var two = new FakeMta(new InetSocketAddress("127.0.0.2", port))) {
            two.answering("GREETING", "554 not me");
            assertThat(once(relay(Routes.NONE), "x@b.test")).containsExactly("delivered");
            assertThat(two.connections()).isEqualTo(1);
        }
        assertThat(mta.received()).hasSize(1);
    }

    @Test
    void aHostThatBreaksBeforeContentIsNotTheLast() throws IOException {
        int port = mta.address().getPort();
        dns.mx("b.test", "10 one.b.test", "20 two.b.test")
                .host("one.b.test", "127.0.0.2")
                .host("two.b.test", "127.0.0.1");
        try (var one = new FakeMta(new InetSocketAddress("127.0.0.2", port))) {
            one.answering("MAIL", "hello?");
            assertThat(once(relay(Routes.NONE), "x@b.test")).containsExactly("delivered");
        }
    }

    @Test
    void theDnsDecides() {
        var relay = relay(Routes.NONE);
        dns.mx("null.test", new MxAnswer.NullMx())
                .mx("unknown.test", new MxAnswer.Unknown("SERVFAIL"))
                .mx("nowhere.test", "10 nowhere.test")
                .mx("implicit.test", new MxAnswer.Implicit("implicit.test"))
                .host("implicit.test", "127.0.0.1");
        assertThat(once(relay, "x@null.test")).containsExactly("failed 5.1.10");
        assertThat(once(relay, "x@missing.test")).containsExactly("failed 5.1.2");
        assertThat(once(relay, "x@unknown.test")).containsExactly("deferred 4.4.3");
        assertThat(once(relay, "x@nowhere.test")).containsExactly("deferred 4.4.3");
        assertThat(once(relay, "x@implicit.test")).containsExactly("delivered");
        assertThat(once(relay, "x@[127.0.0.1]")).containsExactly("delivered");
    }

    @Test
    void mailThatLeadsBackHereFails() {
        dns.mx("loop.test", "10 mx.loop.test")
                .host("mx.loop.test", "127.0.0.1")
                .mx("named.test", "10 us.test")
                .mx("backup.test", "10 first.test", "20 us.test", "30 third.test")
                .host("first.test", "127.0.0.1")
                .host("third.test", "127.0.0.1");
        assertThat(once(relay(Routes.NONE), "x@named.test")).containsExactly("failed 5.4.6");
        assertThat(once(relay(Routes.NONE), "x@backup.test")).containsExactly("delivered");
        listening.add(new InetSocketAddress("0.0.0.0", mta.address().getPort()));
        assertThat(once(relay(Routes.NONE), "x@loop.test")).containsExactly("failed 5.4.6");
        assertThat(once(routed(), "x@b.test")).containsExactly("failed 5.4.6");
        assertThat(mta.received()).hasSize(1);
    }

    @Test
    void nobodyThereDefers() throws IOException {
        InetSocketAddress gone;
        try (var closed = new FakeMta()) {
            gone = closed.address();
        }
        assertThat(once(relay(Routes.of(Map.of("b.test", gone))), "x@b.test"))
                .containsExactly("deferred 4.4.1");
    }

    @Test
    void tlsIsUsedWhereItIsOffered(@TempDir Path directory) throws Exception {
        mta.with(ScriptedPeer.context(TestCertificate.make(directory)));
        assertThat(once(routed(), "x@b.test")).containsExactly("delivered");
        assertThat(mta.received().getFirst().tls()).isTrue();
    }

    @Test
    void aPeerThatWantsTlsThatFailsGetsTheMailLater() {
        mta.offering("STARTTLS")
                .answering("STARTTLS", "220 go\r\nno handshake")
                .answering("MAIL", "530 5.7.0 STARTTLS first");
        assertThat(once(routed(), "x@b.test")).containsExactly("deferred 4.7.5");
    }

    @Test
    void tlsThatFailsIsDoneWithout() {
        mta.offering("STARTTLS").answering("STARTTLS", "220 go\r\nno handshake", "454 not now");
        assertThat(once(routed(), "x@b.test")).containsExactly("delivered");
        assertThat(once(routed(), "x@b.test")).containsExactly("delivered");
        assertThat(mta.received()).allMatch(message -> !message.tls());
        assertThat(mta.connections()).isEqualTo(3);
    }
}
