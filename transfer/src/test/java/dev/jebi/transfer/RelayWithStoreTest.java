package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.MailQueue;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.QueueChoice;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.mailstore.Uid;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.testkit.FakeDns;
import dev.jebi.wire.WireConnector;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The runner on the store that production has.
final class RelayWithStoreTest {
    private static final Duration SOON = Tests.PATIENCE;
    private static final Address ALICE = Address.parse("alice@us.test");
    private static final String TEXT =
            "From: alice@us.test\r\nTo: bob@b.test\r\nSubject: hello\r\n\r\n.hello\r\n\r\n.\r\n";
    private static final String RETURN_PATH = "Return-Path: <alice@us.test>\r\n";
    private static final StoreLimits STORE =
            new StoreLimits(4 << 20, 10_000, 16L << 20, 100, 1 << 20, 63, 16);

    @TempDir private Path directory = Path.of("");

    private final SettableClock clock = new SettableClock();
    private final WireConnector wires = new WireConnector();

    @BeforeEach
    void makeAlice() throws IOException {
        try (var store = open()) {
            store.directory().addDomain(Domain.parse("us.test"));
            store.directory().addAccount(ALICE, "secret", 0, 0);
        }
    }

    @AfterEach
    void close() {
        wires.close();
    }

    private MailStore open() throws IOException {
        return EmbeddedStore.open(directory, STORE, clock);
    }

    private QueueRunner run(MailStore store, InetSocketAddress peer) {
        return run(store, store.queue(), peer);
    }

    private QueueRunner run(MailStore store, MailQueue queue, InetSocketAddress peer) {
        var limits = Tests.limits(25, Tests.patient());
        var routes = Routes.of(Map.of("*", peer));
        var relay = new Relay(new FakeDns(), routes, wires, "us.test", List::of, limits);
        var bounce = new Bounce(store.directory(), "us.test", clock);
        var runner = new QueueRunner(queue, relay, bounce, limits, clock);
        runner.start();
        return runner;
    }

    private void accept(MailStore store, String... recipients) throws IOException {
        var content = Content.of((RETURN_PATH + TEXT).getBytes(StandardCharsets.UTF_8));
        store.accept(
                new Incoming(
                        content,
                        RETURN_PATH.length(),
                        MessageParser.parse(content, MimeLimits.STANDARD),
                        ReversePath.of(ALICE),
                        clock.instant(),
                        List.of(),
                        Arrays.stream(recipients)
                                .map(Address::parse)
                                .map(Incoming.Relayed::to)
                                .toList(),
                        false,
                        false,
                        DeliveryWishes.NONE));
    }

    private static String inbox(MailStore store) throws IOException {
        var account = store.directory().recipient(ALICE).orElseThrow();
        try (var mailbox = store.open(account.id(), MailboxName.INBOX).orElseThrow()) {
            var all = new StringBuilder();
            for (long uid : mailbox.uids()) {
                var octets = mailbox.content(new Uid(uid)).orElseThrow().octets();
                all.append(new String(octets, StandardCharsets.UTF_8));
            }
            return all.toString();
        }
    }

    @Test
    void aQueuedMessageReachesThePeerAndLeavesTheQueue() throws IOException {
        try (var peer = new FakeMta().offering("PIPELINING");
                var store = open();
                var _ = run(store, peer.address())) {
            accept(store, "bob@b.test", "carol@b.test");
            await().atMost(SOON).until(() -> peer.received().size() == 1);
            assertThat(peer.received().getFirst().content()).isEqualTo(TEXT);
            assertThat(peer.received().getFirst().recipients()).hasSize(2);
            await().atMost(SOON).until(() -> store.queue().list().isEmpty());
        }
    }

    @Test
    void aFailureIsReportedIntoTheOriginatorsInbox() throws IOException {
        try (var peer = new FakeMta().answering("RCPT TO:<none@", "550 5.1.1 nobody here");
                var store = open();
                var _ = run(store, peer.address())) {
            accept(store, "none@b.test", "bob@b.test");
            await().atMost(SOON).until(() -> store.queue().list().isEmpty());
            assertThat(inbox(store))
                    .startsWith("Return-Path: <>\r\n")
                    .contains("Final-Recipient: rfc822; none@b.test")
                    .contains("550 5.1.1 nobody here")
                    .contains("Subject: hello")
                    .doesNotContain("rfc822; bob@b.test");
        }
    }

    @Test
    void whoIsReplacedMeanwhileIsNotReportedAndTheOtherIsTried() throws IOException {
        var eve = Address.parse("eve@b.test");
        try (var peer = new FakeMta().answering("RCPT TO:<none@", "550 5.1.1 nobody here");
                var store = open()) {
            var queue = new RecordingQueue(store.queue());
            queue.meanwhile = real -> real.redirect(QueueChoice.ALL, eve);
            try (var _ = run(store, queue, peer.address())) {
                accept(store, "none@b.test");
                await().atMost(SOON).until(() -> store.queue().list().isEmpty());
            }
            assertThat(peer.received().getFirst().recipients()).containsExactly("<eve@b.test>");
            assertThat(inbox(store)).isEmpty();
        }
    }

    @Test
    void whatWaitsIsDeliveredAfterARestart() throws IOException {
        try (var peer = new FakeMta().answering("MAIL", "451 4.3.0 later")) {
            try (var store = open();
                    var _ = run(store, peer.address())) {
                accept(store, "bob@b.test");
                await().atMost(SOON).until(() -> store.queue().list().getFirst().attempts() == 1);
            }
            clock.advance(Duration.ofMinutes(1));
            try (var store = open();
                    var _ = run(store, peer.address())) {
                await().atMost(SOON).until(() -> store.queue().list().isEmpty());
                assertThat(peer.received()).hasSize(1);
            }
        }
    }

    @Test
    void greenMailTakesIt() throws Exception {
        var setup = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(30_000);
        var peer = new GreenMail(setup);
        peer.start();
        try (var store = open();
                var _ = run(store, new InetSocketAddress("127.0.0.1", peer.getSmtp().getPort()))) {
            accept(store, "bob@b.test");
            assertThat(peer.waitForIncomingEmail(SOON.toMillis(), 1)).isTrue();
            var content = new ByteArrayOutputStream();
            peer.getReceivedMessages()[0].writeTo(content);
            assertThat(content.toString(StandardCharsets.UTF_8))
                    .endsWith(TEXT.strip()); // its habit
            await().atMost(SOON).until(() -> store.queue().list().isEmpty());
        } finally {
            peer.stop();
        }
    }
}
