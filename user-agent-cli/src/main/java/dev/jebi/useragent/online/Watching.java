package dev.jebi.useragent.online;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalMailbox;
import dev.jebi.useragent.local.MailboxState;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
    private final LocalMailbox rows;
    private final Mailboxes.Watcher watcher;
    private final BooleanSupplier stop;

    Watching(
            ImapMailboxes mailboxes,
            LocalMailbox rows,
            Mailboxes.Watcher watcher,
            BooleanSupplier stop) {
        this.mailboxes = mailboxes;
        this.rows = rows;
        this.watcher = watcher;
        this.stop = stop;
    }

    void run() throws IOException {
        Duration pause = FIRST_PAUSE;
        boolean worked = false;
        MailboxState before = rows.state();
        while (!stop.getAsBoolean()) {
            try {
                Mailboxes.Synced change =
                        mailboxes.sync(rows.name(), Mailboxes.Depth.NEWEST, Progress.NONE);
                watcher.synced(since(before, change));
                before = rows.state();
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

    /// With what another process brought here meanwhile: whoever watches hears of that, too.
    private Mailboxes.Synced since(MailboxState before, Mailboxes.Synced change)
            throws IOException {
        if (!before.known() || before.uidValidity() != rows.state().uidValidity()) {
            return change;
        }
        int place = rows.position(before.uidNext());
        List<Envelope> fresh = rows.rows(place < 0 ? -place - 1 : place, rows.count());
        return new Mailboxes.Synced(fresh, change.gone(), change.changed());
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
