package dev.jebi.daemon;

import dev.jebi.address.Domain;
import dev.jebi.transfer.signing.DkimKeys;
import dev.jebi.transfer.signing.KeyRotation;
import dev.jebi.transfer.signing.KeyState;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Goes on with keys that are on their way: those that wait are switched to when the DNS shows
/// them, old ones are retired.
final class DkimWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DkimWatch.class);
    private static final int MINUTES = 5;

    private final DkimKeys keys;
    private final KeyRotation rotation;
    private final Optional<Duration> renewAfter;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("dkim-watch").factory());

    /// @param renewAfter when the next keys are made unasked; empty for never
    DkimWatch(DkimKeys keys, KeyRotation rotation, Optional<Duration> renewAfter) {
        this.keys = keys;
        this.rotation = rotation;
        this.renewAfter = renewAfter;
        var _ = timer.scheduleWithFixedDelay(this::look, 1, MINUTES, TimeUnit.MINUTES);
    }

    /// Looks at every domain once.
    void look() {
        try {
            for (Domain domain : keys.domains()) {
                look(domain);
            }
        } catch (IOException | RuntimeException e) { // the next look is in a few minutes
            LOG.warn("event=dkim-watch-failed cause=\"{}\"", e.getMessage(), e);
        }
    }

    private void look(Domain domain) throws IOException {
        if (keys.of(domain).stream().anyMatch(key -> key.state() != KeyState.ACTIVE)) {
            rotation.advance(domain);
        }
        if (renewAfter.isPresent()) {
            var made = rotation.renew(domain, renewAfter.get());
            if (!made.isEmpty()) {
                LOG.warn(
                        "event=dkim-publish domain={} keys={} done=\"they sign as soon as the DNS"
                                + " shows them: jebi dkim publish {}\"",
                        domain,
                        made,
                        domain);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
