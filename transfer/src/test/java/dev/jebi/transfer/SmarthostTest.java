package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.QueueId;
import dev.jebi.smtp.DeliveryWishes.TlsWish;
import dev.jebi.testkit.FakeDns;
import dev.jebi.testkit.ScriptedPeer;
import dev.jebi.testkit.TestCertificate;
import dev.jebi.wire.WireConnector;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// How next hops are spoken to: AUTH, TLS as it is demanded, source addresses, their own limits.
final class SmarthostTest {
    private static final byte[] TEXT = "A: b\r\n\r\nc\r\n".getBytes(StandardCharsets.US_ASCII);

    private final WireConnector wires = new WireConnector();
    private final FakeMta mta = new FakeMta();

    @TempDir private Path folder = Path.of("");

    SmarthostTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        mta.close();
        wires.close();
    }

    private static RelayLimits limits() {
        return Tests.limits(25, Tests.patient());
    }

    private RelaySession session(Manner manner, TlsWish wish) {
        var hop = new NextHop("127.0.0.1", mta.address().getPort(), manner);
        var routes = Routes.to(Map.of("*", hop));
        var relay = new Relay(new FakeDns(), routes, wires, "us.test", List::of, limits());
        return relay.to(relay.destination(Domain.parse("b.test"), wish), new Tests.NoPause());
    }

    private static List<String> deliver(RelaySession session, String... recipients) {
        var entries = new ArrayList<Entry>();
        for (String recipient : recipients) {
            entries.add(
                    new Entry(
                            new QueueId(1),
                            entries.size(),
                            Address.parse(recipient),
                            ReversePath.of(Address.parse("alice@us.test")),
                            Instant.EPOCH,
                            0,
                            Instant.EPOCH,
                            false,
                            false,
                            false,
                            false,
                            TEXT.length,
                            ""));
        }
        return session.deliver(entries, Content.of(TEXT), Instant.EPOCH).stream()
                .map(attempt ->
                        switch (attempt.outcome()) {
                            case Outcome.Delivered _ -> "delivered";
                            case Outcome.Deferred(var why) -> "deferred " + why.status();
                            case Outcome.Failed(var why) -> "failed " + why.status();
                        })
                .toList();
    }

    private List<String> once(Manner manner) {
        try (var session = session(manner, TlsWish.AS_USUAL)) {
            return deliver(session, "bob@b.test");
        }
    }

    private static Manner tls(TlsDemand demand) {
        return Manner.USUAL.with(demand);
    }

    private Manner secret(String text) throws IOException {
        var file = Files.writeString(folder.resolve("secret"), text);
        return new Manner(TlsDemand.MAY, false, Optional.of(file), Optional.empty());
    }

    @Test
    void oneSignsInWithTheSecretOfAFile() throws IOException {
        mta.offering("AUTH LOGIN PLAIN").answering("AUTH", "235 2.7.0 welcome");
        assertThat(once(secret("me@isp.test\npass word\n"))).containsExactly("delivered");
        assertThat(mta.commands()).contains("AUTH PLAIN AG1lQGlzcC50ZXN0AHBhc3Mgd29yZA==");
    }

    @Test
    void mailWaitsWhileSigningInFails() throws IOException {
        mta.offering("AUTH PLAIN").answering("AUTH", "535 5.7.8 no");
        assertThat(once(secret("me\nwrong\n"))).containsExactly("deferred 4.7.0");
        assertThat(once(secret("only a login\n"))).containsExactly("deferred 4.7.0");
        assertThat(mta.received()).isEmpty();
    }

    @Test
    void tlsIsAsItIsDemanded() throws Exception {
        assertThat(once(tls(TlsDemand.MUST))).containsExactly("deferred 4.7.5");
        mta.with(ScriptedPeer.context(TestCertificate.make(folder)));
        assertThat(once(tls(TlsDemand.NEVER))).containsExactly("delivered");
        assertThat(mta.received().getLast().tls()).isFalse();
        assertThat(once(tls(TlsDemand.MUST))).containsExactly("delivered");
        assertThat(mta.received().getLast().tls()).isTrue();
        assertThat(once(tls(TlsDemand.VERIFIED))).containsExactly("deferred 4.7.5");
        assertThat(mta.received()).hasSize(2);
    }

    @Test
    void tlsAtOnce() throws Exception {
        mta.atOnce(ScriptedPeer.context(TestCertificate.make(folder)));
        var manner = new Manner(TlsDemand.MUST, true, Optional.empty(), Optional.empty());
        assertThat(once(manner)).containsExactly("delivered");
        assertThat(mta.received().getLast().tls()).isTrue();
    }

    @Test
    void whatRequiresTlsGoesToNobodyWhoDoesNotProveWhoTheyAre() throws Exception {
        mta.with(ScriptedPeer.context(TestCertificate.make(folder))).offering("REQUIRETLS");
        try (var session = session(Manner.USUAL, TlsWish.REQUIRED)) {
            assertThat(deliver(session, "bob@b.test")).containsExactly("deferred 4.7.5");
        }
        assertThat(mta.received()).isEmpty();
    }

    @Test
    void connectionsComeFromTheSourceAddress() {
        var ours = InetAddress.ofLiteral("127.0.0.9");
        var manner = new Manner(TlsDemand.MAY, false, Optional.empty(), Optional.of(ours));
        assertThat(once(manner)).containsExactly("delivered");
        assertThat(mta.clients()).containsExactly(ours);
    }

    @Test
    void thePeersOwnLimitsAreKept() {
        mta.offering("LIMITS RCPTMAX=2 MAILMAX=2");
        try (var session = session(Manner.USUAL, TlsWish.AS_USUAL)) {
            assertThat(deliver(session, "a@b.test", "b@b.test", "c@b.test", "d@b.test"))
                    .containsOnly("delivered")
                    .hasSize(4);
            assertThat(deliver(session, "e@b.test")).containsExactly("delivered");
        }
        assertThat(mta.received()).extracting(m -> m.recipients().size()).containsExactly(2, 2, 1);
        assertThat(mta.received()).extracting(m -> m.connection()).containsExactly(1, 1, 2);
    }

    @Test
    void domainsAreKeptApartWhereThePeerWantsItSo() {
        mta.offering("LIMITS RCPTDOMAINMAX=1");
        try (var session = session(Manner.USUAL, TlsWish.AS_USUAL)) {
            assertThat(deliver(session, "a@b.test", "b@c.test", "c@b.test"))
                    .containsOnly("delivered");
        }
        assertThat(mta.received()).extracting(m -> m.recipients().size()).containsExactly(2, 1);
    }

    @Test
    void addressesOfBothFamiliesAreTriedInTurn() {
        var dns =
                new FakeDns()
                        .mx("b.test", "10 mx.b.test")
                        .host("mx.b.test", "2001:db8::1", "2001:db8::2", "192.0.2.1", "192.0.2.2");
        var hops = new NextHops(dns, new Ourselves("us.test", List::of), limits(), new Random(1));
        var found = hops.find(new Destination.ByDomain(Domain.parse("b.test"), TlsWish.AS_USUAL));
        assertThat(((NextHops.Found.Targets) found).targets())
                .extracting(target -> target.address().getAddress().getHostAddress())
                .containsExactly(
                        "2001:db8:0:0:0:0:0:1", "192.0.2.1", "2001:db8:0:0:0:0:0:2", "192.0.2.2");
    }
}
