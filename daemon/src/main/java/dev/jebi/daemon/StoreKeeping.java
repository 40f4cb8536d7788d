package dev.jebi.daemon;

import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.StoreStats;
import dev.jebi.mailstore.Upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The care of an open store, as an administrator asks for it.
record StoreKeeping(MailStore store, InstantSource clock) {
    private interface Act {
        Outcome on(Upkeep upkeep, Consumer<String> progress) throws IOException;
    }

    private Outcome with(Progress progress, Act act) throws IOException {
        var upkeep = store.upkeep();
        if (upkeep.isEmpty()) {
            return Outcome.failed(
                    ExitCode.UNAVAILABLE, "the database keeps this store; there is nothing to do");
        }
        try {
            return act.on(upkeep.get(), line -> tell(progress, line));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void tell(Progress progress, String line) {
        try {
            progress.tell(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nobody listens any more
        }
    }

    Outcome stats(Progress progress) throws IOException {
        return with(progress, (upkeep, _) -> Outcome.done(lines(upkeep.stats())));
    }

    Outcome compact(Progress progress) throws IOException {
        return with(
                progress,
                (upkeep, lines) -> {
                    long gained = upkeep.compact(lines);
                    var all = new ArrayList<>(List.of("gained " + gained));
                    all.addAll(lines(upkeep.stats()));
                    return Outcome.done(all);
                });
    }

    Outcome verify(Progress progress) throws IOException {
        return with(
                progress,
                (upkeep, lines) -> {
                    var found = upkeep.verify(lines);
                    var all = new ArrayList<String>();
                    found.damaged().forEach(message -> all.add("damaged " + message));
                    found.complaints().forEach(complaint -> all.add("wrong " + complaint));
                    all.add(
                            "segments=%d messages=%d octets=%d damaged=%d wrong=%d"
                                    .formatted(
                                            found.segments(),
                                            found.messages(),
                                            found.octets(),
                                            found.damaged().size(),
                                            found.complaints().size()));
                    return found.sound()
                            ? Outcome.done(all)
                            : new Outcome(
                                    ExitCode.BAD_DATA.number(),
                                    all,
                                    "the store is not sound; all but what is named is served");
                });
    }

    private List<String> lines(StoreStats stats) {
        return List.of(
                "segments " + stats.segments(),
                "journal " + stats.journal(),
                "living " + stats.living(),
                "dead " + stats.dead(),
                "spare " + stats.spare(),
                "unreleased " + stats.unreleased(),
                "index " + stats.index(),
                "snapshots " + stats.snapshots(),
                "total " + stats.total(),
                "snapshot-age " + stats.snapshot().map(this::age).orElse("none"));
    }

    private String age(Instant made) {
        return Duration.between(made, clock.instant()).toSeconds() + "s";
    }
}
