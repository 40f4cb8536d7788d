package dev.jebi.smtp;

import dev.jebi.wire.Wire;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Closes a wire when what is done with it takes too long on the whole, though the peer always says
/// a little.
final class Deadline implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);

    Deadline(Wire wire, Duration atMost) {
        Thread.startVirtualThread(() -> guard(wire, atMost));
    }

    private void guard(Wire wire, Duration atMost) {
        try {
            if (!done.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                wire.close();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // nobody does; the wire has its idle time-out
        }
    }

    @Override
    public void close() {
        done.countDown();
    }
}
