package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.QueueId;
import dev.jebi.smtp.DeliveryWishes.TlsWish;
import dev.jebi.smtp.SmtpClientLimits;
import dev.jebi.testkit.FakeDns;
import dev.jebi.testkit.Randomly;
import dev.jebi.testkit.ScriptedPeer;
import dev.jebi.transfer.Outcome.Attempt;
import dev.jebi.wire.WireConnector;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Whatever a peer sends, each recipient has one outcome, soon.
final class RelayGarbageTest {
    private static final String REPLIES =
            """
            220 peer.test ready
            250-peer.test
            250-PIPELINING
            250-SIZE 100000
            250-STARTTLS
            250 SMTPUTF8
            454 4.7.0 not now
            250 2.1.0 ok
            250 2.1.5 ok
            550 5.1.1 nobody
            451 4.2.1 later
            354 go on
            250 2.0.0 taken
            """
                    .replace("\n", "\r\n");
    private static final WireConnector WIRES = new WireConnector();

    @AfterAll
    static void close() {
        WIRES.close();
    }

    @Test
    void mutatedRepliesEndInOutcomes() {
        Randomly.runs(
                60,
                "jebi.seed",
                random -> {
                    byte[] replies = mutated(random);
                    try (var peer = ScriptedPeer.start(client -> client.send(replies))) {
                        var attempts = deliver(peer);
                        assertThat(attempts).hasSize(3).doesNotHaveDuplicates();
                    }
                });
    }

    private static List<Attempt> deliver(ScriptedPeer peer) {
        var limits = Tests.limits(25, SmtpClientLimits.STANDARD.within(Duration.ofMillis(300)));
        var relay =
                new Relay(
                        new FakeDns().host("localhost", "127.0.0.1"),
                        Routes.of(Map.of("*", peer.address())),
                        WIRES,
                        "us.test",
                        List::of,
                        limits);
        var destination = relay.destination(Domain.parse("b.test"), TlsWish.AS_USUAL);
        try (var session = relay.to(destination, new Tests.NoPause())) {
            return session.deliver(
                    IntStream.range(0, 3).mapToObj(RelayGarbageTest::entry).toList(),
                    Content.of("A: b\r\n\r\nc\r\n".getBytes(StandardCharsets.US_ASCII)),
                    Instant.EPOCH);
        }
    }

    private static byte[] mutated(Randomly random) throws IOException {
        byte[] octets = REPLIES.getBytes(StandardCharsets.US_ASCII);
        for (int n = random.between(0, 4); n > 0; n--) {
            int at = random.between(0, octets.length - 1);
            switch (random.between(0, 3)) {
                case 0 -> octets[at] = (byte) random.between(0, 255);
                case 1 -> octets = Arrays.copyOf(octets, at + 1);
                case 2 -> octets = joined(octets, Arrays.copyOfRange(octets, at, octets.length));
                default -> octets[at] = '\n';
            }
        }
        return octets;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static Entry entry(int number) {
        return new Entry(
                new QueueId(1),
                number,
                Address.parse("r" + number + "@b.test"),
                ReversePath.NULL,
                Instant.EPOCH,
                0,
                Instant.EPOCH,
                false,
                false,
                false,
                false,
                10,
                "");
    }
}
