package dev.jebi.mailstore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/// Those who want to hear of changes. Rung often, it calls them once for what came together. Safe
/// for use by several threads.
final class Bell {
    private static final Logger LOG = LoggerFactory.getLogger(Bell.class);

    private final Executor ringer;
    private final CopyOnWriteArrayList<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean rung = new AtomicBoolean();

    Bell(Executor ringer) {
        this.ringer = ringer;
    }

    Watch watch(Runnable onChange) {
        // a run of its own, so that the same one may watch twice
        Runnable watcher = onChange::run;
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    void ring() {
        if (!watchers.isEmpty() && rung.compareAndSet(false, true)) {
            ringer.execute(this::call);
        }
    }

    private void call() {
        rung.set(false);
        for (Runnable watcher : watchers) {
            try {
                watcher.run();
            } catch (RuntimeException e) {
                LOG.error("event=watch outcome=failed", e);
            }
        }
    }
}
