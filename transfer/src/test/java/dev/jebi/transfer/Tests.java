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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Limits for tests: no jitter, short waits; and one message through them.
final class Tests {
    private Tests() {}

    static RelayLimits limits(int port, SmtpClientLimits client) {
        return new RelayLimits(
                20,
                2,
                10,
                3,
                1_000,
                8,
                Duration.ofSeconds(2),
                port,
                Duration.ofDays(5),
                Duration.ofHours(4),
                List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1)),
                0,
                Duration.ofMillis(50),
                Duration.ofMillis(500),
                List.of(),
                client);
    }

    /// What a small message to bob@b.test comes to: `delivered`, or a status.
    static String once(Relay relay) {
        byte[] text = "A: b\r\n\r\nc\r\n".getBytes(StandardCharsets.US_ASCII);
        var entry =
                new Entry(
                        new QueueId(1),
                        1,
                        Address.parse("bob@b.test"),
                        ReversePath.of(Address.parse("alice@us.test")),
                        Instant.EPOCH,
                        0,
                        Instant.EPOCH,
                        false,
                        false,
                        false,
                        false,
                        text.length,
                        "");
        var to = relay.destination(Domain.parse("b.test"), TlsWish.AS_USUAL);
        try (var session = relay.to(to, new NoPause())) {
            var attempts = session.deliver(List.of(entry), Content.of(text), Instant.EPOCH);
            assertThat(attempts).hasSize(1);
            return switch (attempts.getFirst().outcome()) {
                case Outcome.Delivered _ -> "delivered";
                case Outcome.Deferred(var why) -> why.status().toString();
                case Outcome.Failed(var why) -> why.status().toString();
            };
        }
    }

    /// Nobody hears of it.
    static final class NoPause implements Peers.Pausing {
        @Override
        public void pause() {}

        @Override
        public void resume() {}
    }
}
