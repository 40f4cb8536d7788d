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
    /// Longer than anything takes that comes to an end, on a slow machine too.
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private Tests() {}

    /// What a client waits for its peer: [#PATIENCE].
    static SmtpClientLimits patient() {
        return SmtpClientLimits.STANDARD.within(PATIENCE);
    }

    /// The same, but that a peer which stalls at a step is soon given up.
    static SmtpClientLimits hasty(String step) {
        var usual = patient();
        var soon = Duration.ofMillis(500);
        return new SmtpClientLimits(
                step.equals("GREETING") ? soon : usual.greeting(),
                step.equals("EHLO") ? soon : usual.hello(),
                step.equals("STARTTLS") ? soon : usual.startTls(),
                step.equals("MAIL") ? soon : usual.mail(),
                step.equals("RCPT") ? soon : usual.recipient(),
                step.equals("DATA") ? soon : usual.data(),
                usual.block(),
                step.equals(".") ? soon : usual.end(),
                step.equals("QUIT") ? soon : usual.quit(),
                usual.octetsPerSecond(),
                usual.replyLine(),
                usual.replyLines(),
                usual.pipelined(),
                usual.pipelinedContent());
    }

    static RelayLimits limits(int port, SmtpClientLimits client) {
        return new RelayLimits(
                20,
                2,
                10,
                3,
                1_000,
                8,
                PATIENCE,
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
        return switch (attempt(relay).outcome()) {
            case Outcome.Delivered _ -> "delivered";
            case Outcome.Deferred(var why) -> why.status().toString();
            case Outcome.Failed(var why) -> why.status().toString();
        };
    }

    /// The attempt at a small message to bob@b.test.
    static Outcome.Attempt attempt(Relay relay) {
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
            return attempts.getFirst();
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
