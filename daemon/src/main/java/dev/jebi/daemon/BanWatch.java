package dev.jebi.daemon;

import dev.jebi.guard.Bans;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Reads the bans that other nodes have written, where nodes share a store.
final class BanWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BanWatch.class);
    private static final int SECONDS = 15;

    private final Bans bans;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("ban-watch").factory());

    BanWatch(Bans bans) {
        this.bans = bans;
        var _ = timer.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            bans.reload();
        } catch (IOException | RuntimeException e) { // the next look is soon
            LOG.warn("event=ban-watch-failed cause=\"{}\"", e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
