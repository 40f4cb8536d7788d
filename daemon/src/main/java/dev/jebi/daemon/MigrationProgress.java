package dev.jebi.daemon;

import dev.jebi.mailstore.Migration.Phase;
import dev.jebi.mailstore.Migration.Watching;

import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// How far a move is, in a line every few seconds. Safe for use by several threads.
final class MigrationProgress implements Watching {
    private static final long PAUSE_MILLIS = 2_000;

    private final Consumer<String> lines;
    private final InstantSource clock;
    private final AtomicLong told = new AtomicLong();
    private final AtomicReference<Start> start;

    private record Start(Phase phase, long at, long octets) {}

    MigrationProgress(Consumer<String> lines, InstantSource clock) {
        this.lines = lines;
        this.clock = clock;
        this.start = new AtomicReference<>(new Start(Phase.BRINGING, clock.millis(), 0));
    }

    @Override
    public void at(Phase phase, long octets, long of) {
        long now = clock.millis();
        var begun =
                start.updateAndGet(
                        was -> was.phase() == phase ? was : new Start(phase, now, octets));
        long last = told.get();
        if (now - last < PAUSE_MILLIS || !told.compareAndSet(last, now)) {
            return;
        }
        String what =
                switch (phase) {
                    case BRINGING -> "brought";
                    case COMPARING -> "compared";
                };
        lines.accept(
                "%s %s of %s (%d %%)%s"
                        .formatted(
                                what,
                                size(octets),
                                size(of),
                                of == 0 ? 100 : octets * 100 / of,
                                left(begun, now, octets, of)));
    }

    private static String left(Start begun, long now, long octets, long of) {
        long done = octets - begun.octets();
        if (done <= 0 || now <= begun.at()) {
            return "";
        }
        long seconds = (now - begun.at()) * (of - octets) / done / 1_000;
        return seconds < 60
                ? ", about %d s left".formatted(seconds)
                : ", about %d min left".formatted(seconds / 60);
    }

    /// As people read it.
    static String size(long octets) {
        return octets < 1 << 20
                ? "%d KB".formatted(octets >> 10)
                : String.format(Locale.ROOT, "%.1f MB", octets / (double) (1 << 20));
    }
}
