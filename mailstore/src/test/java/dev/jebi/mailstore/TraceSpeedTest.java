package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/// What the trace costs: the caller, who must not wait, and the thread that writes behind.
@Tag("long")
final class TraceSpeedTest {
    private static final Logger LOG = LoggerFactory.getLogger(TraceSpeedTest.class);
    private static final int AT_ONCE = 12_000;
    private static final int ROUNDS = 40;

    @TempDir Path directory;

    private static TraceEvent event(int number) {
        return new TraceEvent(
                Clock.systemUTC().instant(),
                "1221gzl-" + number / 2,
                number % 2 == 0 ? TraceStep.RECEIVED : TraceStep.STORED,
                "The server mx"
                        + number % 97
                        + ".sender.test [192.0.2.1] handed this message to us over an encrypted"
                        + " connection (TLSv1.3). We took it, and are responsible for it from then"
                        + " on.",
                Map.of(
                        TraceEvent.MESSAGE_ID,
                        "<" + UUID.randomUUID() + "@sender.test>",
                        TraceEvent.SENDER,
                        "user" + number % 5_000 + "@sender.test",
                        TraceEvent.RECIPIENT,
                        "bob" + number % 2_000 + "@a.test",
                        TraceEvent.PEER,
                        "mx.sender.test[192.0.2.1]",
                        TraceEvent.TLS,
                        "TLSv1.3",
                        "size",
                        Integer.toString(number)));
    }

    @Test
    void recordingCostsTheCallerLittle() throws Exception {
        try (var store = EmbeddedStore.open(directory, StoreLimits.STANDARD, Clock.systemUTC())) {
            long recording = 0;
            long writing = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long begun = System.nanoTime();
                for (int i = 0; i < AT_ONCE; i++) {
                    store.trace().record(event(round * AT_ONCE + i));
                }
                long recorded = System.nanoTime();
                store.trace().flush();
                recording += recorded - begun;
                writing += System.nanoTime() - recorded;
            }
            long events = (long) ROUNDS * AT_ONCE;
            long octets = 0;
            try (var files = Files.list(directory.resolve("trace"))) {
                for (Path file : files.toList()) {
                    octets += Files.size(file);
                }
            }
            long begun = System.nanoTime();
            assertThat(store.trace().find(TraceQuery.of("bob7@a.test"))).hasSize(50);
            LOG.warn(
                    "event=trace-speed nanoseconds={} written-per-second={} octets={}"
                            + " find-milliseconds={}",
                    recording / events,
                    events * 1_000_000_000L / writing,
                    octets / events,
                    Duration.ofNanos(System.nanoTime() - begun).toMillis());
            assertThat(recording / events).isLessThan(50_000);
        }
    }
}
