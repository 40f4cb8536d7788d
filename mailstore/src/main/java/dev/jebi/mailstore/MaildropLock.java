package dev.jebi.mailstore;

import java.util.concurrent.atomic.AtomicBoolean;

/// The lock of a maildrop; closing it twice opens it once.
final class MaildropLock implements Watch {
    private final AtomicBoolean locked;
    private final AtomicBoolean held = new AtomicBoolean(true);

    MaildropLock(AtomicBoolean locked) {
        this.locked = locked;
    }

    @Override
    public void close() {
        if (held.compareAndSet(true, false)) {
            locked.set(false);
        }
    }
}
