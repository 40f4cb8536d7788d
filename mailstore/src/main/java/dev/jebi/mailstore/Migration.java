package dev.jebi.mailstore;

import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.BlobCounted;
import dev.jebi.mailstore.cluster.ClusterLimits;
import dev.jebi.mailstore.cluster.MigrationTarget;
import dev.jebi.mailstore.index.Index;
import dev.jebi.mailstore.index.StateSink;
import dev.jebi.mailstore.journal.Journal;
import dev.jebi.mailstore.journal.JournalLimits;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

/// Moves an embedded store into a database that nodes share. Everything keeps its numbers: UIDs,
/// UIDVALIDITY, mod-sequences, EMAILIDs, ids and positions. Octets go first, then the state that
/// refers to them; whatever is there of an earlier attempt is not brought again. Before the store
/// is said to be served from there everything is read back and compared. The source is changed in
/// one thing only: at the end it says where it was moved to.
public final class Migration {
    /// What a move is at.
    public enum Phase {
        /// Octets and state are brought.
        BRINGING,
        /// They are read back and compared.
        COMPARING
    }

    /// Told how far it is; on some thread, often.
    public interface Watching {
        /// So many octets of so many are done.
        void at(Phase phase, long octets, long of);
    }

    private final Path directory;
    private final StoreLimits limits;
    private final InstantSource clock;
    private final Watching watching;

    /// Of the store in a directory.
    public Migration(Path directory, StoreLimits limits, InstantSource clock, Watching watching) {
        this.directory = directory;
        this.limits = limits;
        this.clock = clock;
        this.watching = watching;
    }

    /// Moves it.
    ///
    /// @throws StoreInUse when a process serves it
    /// @throws StoreMoved when it was moved elsewhere
    /// @throws MigrationTarget.NotEmpty when the database holds something else
    public MigrationReport run(ClusterSettings to) throws IOException {
        return run(to, ClusterStore.source(to));
    }

    /// As the other one, by any source of connections.
    MigrationReport run(ClusterSettings to, DataSource database) throws IOException {
        String where = place(to);
        recover(where);
        try (var locked = StoreDirectory.lockAnyway(directory);
                var index = Index.open(locked.index(), locked.store());
                var journal = journal(locked, index.appliedLsn());
                var target =
                        MigrationTarget.open(
                                database,
                                new MigrationTarget.Source(
                                        locked.store(), locked.key(), index.appliedLsn()),
                                to.content(),
                                ClusterLimits.STANDARD)) {
            return new Moving(locked, index, journal, target, where).run();
        }
    }

    /// A URL without what may be secret.
    private static String place(ClusterSettings to) {
        String url = to.url();
        int question = url.indexOf('?');
        return question < 0 ? url : url.substring(0, question);
    }

    /// Brings the index up to the journal, as every start does.
    private void recover(String where) throws IOException {
        var locked = StoreDirectory.lockAnyway(directory);
        boolean opened = false;
        try {
            var moved = locked.moved();
            if (moved.isPresent() && !moved.get().equals(where)) {
                throw new StoreMoved(directory, moved.get());
            }
            var opening =
                    new StoreOpening(
                            locked,
                            limits,
                            clock,
                            _ -> {
                                // nothing is written
                            },
                            Optional.empty(),
                            false);
            opening.open().close();
            opened = true;
        } finally {
            if (!opened) {
                locked.close();
            }
        }
    }

    private Journal journal(StoreDirectory locked, long applied) throws IOException {
        return Journal.open(
                locked.log(),
                JournalLimits.STANDARD,
                applied,
                (_, _, _, _) -> {
                    throw new IOException("the store has changed under the move");
                },
                _ -> {
                    // nothing is written
                });
    }

    /// One attempt.
    private final class Moving {
        private final StoreDirectory locked;
        private final Index index;
        private final Journal journal;
        private final MigrationTarget target;
        private final String where;
        private final Tally before = new Tally();
        private final AtomicLong done = new AtomicLong();
        private long all;

        Moving(
                StoreDirectory locked,
                Index index,
                Journal journal,
                MigrationTarget target,
                String where) {
            this.locked = locked;
            this.index = index;
            this.journal = journal;
            this.target = target;
            this.where = where;
        }

        MigrationReport run() throws IOException {
            long start = clock.millis();
            all = octets();
            long unreadable;
            try (var octets = new MigrationOctets(journal, target, moved(Phase.BRINGING))) {
                index.export(new Bringing(octets, target.pages(index.appliedLsn())));
                octets.end();
                unreadable = octets.unreadable();
            }
            var differences = compare();
            if (differences.isEmpty()) {
                locked.move(where);
                target.finish(index.appliedLsn(), journal.durableLsn());
            }
            return new MigrationReport(
                    target.resumed(),
                    before.accounts(),
                    before.mailboxes(),
                    before.messages(),
                    before.kept(),
                    before.queued(),
                    before.blobs(),
                    before.blobOctets(),
                    unreadable,
                    Duration.ofMillis(clock.millis() - start),
                    differences);
        }

        private java.util.function.LongConsumer moved(Phase phase) {
            done.set(0);
            return octets -> watching.at(phase, done.addAndGet(octets), all);
        }

        private long octets() throws IOException {
            return index.read(connection -> {
                try (var statement = connection.createStatement();
                        var rows =
                                statement.executeQuery(
                                        "select sum(head_length + octets) from blob")) {
                    rows.next();
                    return rows.getLong(1);
                }
            });
        }

        private List<String> compare() throws IOException {
            var found = new ArrayList<String>();
            try (var octets = new MigrationOctets(journal, target, moved(Phase.COMPARING))) {
                index.export(new Comparing(octets));
                octets.await();
                found.addAll(octets.differences());
            }
            var after = new Tally();
            target.export(after);
            found.addAll(before.differences(after));
            found.addAll(after.contradictions());
            return found;
        }

        /// Brings octets as they come, and of the state the pages that are not there.
        private final class Bringing implements StateSink {
            private final MigrationOctets octets;
            private final long there;
            private long page;

            Bringing(MigrationOctets octets, long there) {
                this.octets = octets;
                this.there = there;
            }

            @Override
            public void begin(long appliedLsn) {
                // as it was told when the target was opened
            }

            @Override
            public void changes(List<Change> changes) throws IOException {
                var blobs = blobs(changes);
                if (!blobs.isEmpty()) {
                    octets.bring(blobs);
                } else if (++page > there) {
                    target.page(page, changes);
                    watching.at(Phase.BRINGING, done.get(), all);
                }
            }
        }

        /// Counts everything, and compares the octets.
        private final class Comparing implements StateSink {
            private final MigrationOctets octets;

            Comparing(MigrationOctets octets) {
                this.octets = octets;
            }

            @Override
            public void begin(long appliedLsn) {
                before.begin(appliedLsn);
            }

            @Override
            public void changes(List<Change> changes) throws IOException {
                before.changes(changes);
                var blobs = blobs(changes);
                if (!blobs.isEmpty()) {
                    octets.compare(blobs);
                }
            }
        }
    }

    private static List<BlobCounted> blobs(List<Change> changes) {
        return changes.stream()
                .filter(BlobCounted.class::isInstance)
                .map(BlobCounted.class::cast)
                .toList();
    }

    /// Whether a directory has a store of its own that was not moved elsewhere.
    public static boolean unmoved(Path directory) throws IOException {
        return StoreDirectory.holdsStore(directory);
    }

    /// Lets a store be served from its directory again that was moved elsewhere.
    ///
    /// @return where it was moved to; empty when it was not
    public static Optional<String> unmark(Path directory) throws IOException {
        try (var locked = StoreDirectory.lockAnyway(directory)) {
            var moved = locked.moved();
            if (moved.isPresent()) {
                locked.comeBack();
            }
            return moved;
        }
    }
}
