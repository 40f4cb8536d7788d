package dev.jebi.useragent.online;

import dev.jebi.useragent.failure.Failure;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Keeps a mailbox in step: waits with IDLE, syncs, and connects again when the connection is lost,
/// later and later.
final class Watching {
    /// How long one IDLE lasts: a connection that died unnoticed is noticed then.
    static final Duration IDLE = Duration.ofMinutes(2);

    /// How often a server without IDLE is asked.
    static final Duration POLL = Duration.ofSeconds(15);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    private final ImapMailboxes mailboxes;
    private final String mailbox;
    private final Mailboxes.Watcher watcher;
    private final BooleanSupplier stop;

    Watching(
            ImapMailboxes mailboxes,
            String mailbox,
            Mailboxes.Watcher watcher,
            BooleanSupplier stop) {
        this.mailboxes = mailboxes;
        this.mailbox = mailbox;
        this.watcher = watcher;
        this.stop = stop;
    }

    void run() throws IOException {
        Duration pause = FIRST_PAUSE;
        boolean worked = false;
        while (!stop.getAsBoolean()) {
            try {
                watcher.synced(mailboxes.sync(mailbox, Mailboxes.Depth.NEWEST, Progress.NONE));
                worked = true;
                pause = FIRST_PAUSE;
                if (!stop.getAsBoolean()) {
                    mailboxes.idle(IDLE);
                }
            } catch (Failure failure) {
                if (!worked || !failure.passes()) {
                    throw failure;
                }
                mailboxes.close();
                watcher.interrupted(failure.sentence());
                pause(pause);
                pause = pause.multipliedBy(2);
                pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            }
        }
    }

    static void pause(Duration pause) {
        try {
            boolean never = new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
            if (never) {
                throw new IllegalStateException("nobody counts down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.TRY_AGAIN, "interrupted", e);
        }
    }
}
