package dev.jebi.transfer;

import dev.jebi.smtp.SmtpClientLimits;

import java.time.Duration;
import java.util.List;

/// Limits for tests: no jitter, short waits.
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

    /// Nobody hears of it.
    static final class NoPause implements Peers.Pausing {
        @Override
        public void pause() {}

        @Override
        public void resume() {}
    }
}
