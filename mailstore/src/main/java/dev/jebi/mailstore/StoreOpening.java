package dev.jebi.mailstore;

import dev.jebi.mailstore.change.Change.BlobMoved;
import dev.jebi.mailstore.change.ChangeCodec;
import dev.jebi.mailstore.change.Logged;
import dev.jebi.mailstore.index.Applier;
import dev.jebi.mailstore.index.DamagedIndex;
import dev.jebi.mailstore.index.DiskFull;
import dev.jebi.mailstore.index.Index;
import dev.jebi.mailstore.index.IndexState;
import dev.jebi.mailstore.journal.ContentLocation;
import dev.jebi.mailstore.journal.Directories;
import dev.jebi.mailstore.journal.Disk;
import dev.jebi.mailstore.journal.FileDisk;
import dev.jebi.mailstore.journal.GapJudge;
import dev.jebi.mailstore.journal.Journal;
import dev.jebi.mailstore.journal.JournalFailed;
import dev.jebi.mailstore.journal.JournalLimits;
import dev.jebi.mailstore.journal.RecordVisitor;
import dev.jebi.mailstore.snapshot.Snapshot;
import dev.jebi.mailstore.snapshot.Snapshots;
import dev.jebi.mailstore.trace.TraceBlocks;
import dev.jebi.mailstore.trace.TraceFiles;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Opens the store: lock, index, replay of what the index lacks. An index that is damaged, or not
/// of this journal, is moved aside and made again from the journal.
final class StoreOpening {
    private static final Logger LOG = LoggerFactory.getLogger(StoreOpening.class);
    private static final String ASIDE = "damaged";

    private final StoreDirectory directory;
    private final StoreLimits limits;
    private final InstantSource clock;
    private final Consumer<IOException> onFailure;
    private final Optional<Disk> disk;
    private final Snapshots snapshots;
    private final boolean withoutMissing;

    /// @param disk for the journal, where it is not in the directory
    /// @param withoutMissing whether to go on without segments that are missing
    StoreOpening(
            StoreDirectory directory,
            StoreLimits limits,
            InstantSource clock,
            Consumer<IOException> onFailure,
            Optional<Disk> disk,
            boolean withoutMissing)
            throws IOException {
        this.withoutMissing = withoutMissing;
        this.snapshots =
                new Snapshots(
                        new FileDisk(directory.snapshots()),
                        UUID.fromString(directory.store()),
                        clock);
        this.disk = disk;
        this.directory = directory;
        this.limits = limits;
        this.clock = clock;
        this.onFailure = onFailure;
    }

    /// The index does not fit the journal.
    private static final class Unfit extends IOException {
        private static final long serialVersionUID = 1;

        Unfit(String message, Throwable cause) {
            super(message, cause);
        }
    }

    MailStore open() throws IOException {
        snapshots.tidy();
        Index index;
        try {
            index = Index.open(directory.index(), directory.store());
        } catch (DamagedIndex e) {
            return rebuild(String.valueOf(e.getMessage()));
        }
        try {
            return replay(index);
        } catch (Unfit | GapRules.TooOld e) {
            return rebuild(String.valueOf(e.getMessage()));
        }
    }

    /// Makes the index again: from the newest snapshot and the journal behind it, or from the
    /// journal alone.
    MailStore rebuild(String why) throws IOException {
        LOG.warn("event=index-rebuild directory={} reason=\"{}\"", directory, why);
        long start = clock.millis();
        var store = rebuilt();
        LOG.info(
                "event=index-rebuilt directory={} milliseconds={}",
                directory,
                clock.millis() - start);
        return store;
    }

    private MailStore rebuilt() throws IOException {
        var snapshot = snapshots.newest();
        if (snapshot.isPresent()) {
            try {
                var index = fresh();
                fill(index, snapshot.get());
                return replay(index);
            } catch (Unfit e) {
                LOG.error("event=snapshot-unfit reason=\"{}\"", e.getMessage());
            }
        }
        return replay(fresh());
    }

    private void fill(Index index, Snapshot snapshot) throws IOException {
        LOG.info("event=index-filled snapshot={} rows={}", snapshot.name(), snapshot.rows());
        boolean filled = false;
        try {
            index.load(snapshot.lsn(), snapshots.read(snapshot));
            filled = true;
        } finally {
            if (!filled) {
                index.close();
            }
        }
    }

    /// An empty index, what there was moved aside.
    private Index fresh() throws IOException {
        Path aside = directory.index().resolve(ASIDE);
        Files.createDirectories(aside);
        try (var old = Files.list(aside)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        for (Path file : Index.files(directory.index())) {
            Files.move(file, aside.resolve(file.getFileName()));
            Directories.sync(directory.index());
        }
        return Index.open(directory.index(), directory.store());
    }

    private MailStore replay(Index index) throws IOException {
        var ringer = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
        Applier applier = null;
        boolean opened = false;
        try {
            var queue = new QueueState(ringer);
            var inventory = new Inventory(ringer, queue);
            var ids = new Ids(clock);
            var state = state(index);
            ids.seen(state.lastId(), state.lastUidValidity());
            inventory.publish(0, state.changes());
            applier =
                    new Applier(index, limits.lagRecords(), limits.lagOctets(), inventory::applied);
            var replay = new Replay(inventory, ids, applier);
            var gaps = new GapRules(index, state.appliedLsn(), withoutMissing);
            var journal = journal(state.appliedLsn(), replay::record, gaps);
            if (gaps.lostUntil() > 0) {
                journal.close();
                applier.close();
                index.recount(FlagBits.SEEN, FlagBits.DELETED, gaps.lostUntil());
                opened = true;
                ringer.shutdown();
                return replay(index);
            }
            replay.settle();
            inventory.level();
            opened = true;
            var upkeep = upkeep(index, journal, inventory, applier);
            var open = new Opened(index, applier, journal, ringer, upkeep);
            return new StoreAssembly(limits, clock, directory.key())
                    .assemble(
                            new StoreAssembly.Core(
                                    index,
                                    inventory,
                                    queue,
                                    ids,
                                    applier,
                                    upkeep.paced(journal),
                                    Optional.empty(),
                                    Optional.of(
                                            new StoreAssembly.SearchPlace(
                                                    directory.search(),
                                                    directory.store(),
                                                    journal::durableLsn)),
                                    trace(),
                                    Optional.of(upkeep),
                                    () -> close(open)));
        } finally {
            if (!opened) {
                abandon(index, applier, ringer);
            }
        }
    }

    /// Without it mail goes on: it is not worth a store that does not open.
    private Optional<TraceBlocks> trace() {
        if (limits.trace().none() || !directory.onDisk()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TraceFiles.open(directory.trace(), TraceLimits.KEEP_FREE));
        } catch (IOException e) {
            LOG.error("event=trace-open outcome=failed done=\"nothing is traced\"", e);
            return Optional.empty();
        }
    }

    private Journal journal(long appliedLsn, RecordVisitor replay, GapJudge gaps)
            throws IOException {
        var on = disk.isPresent() ? disk.get() : new FileDisk(directory.log());
        return Journal.open(on, journalLimits(), appliedLsn, replay, this::failed, gaps);
    }

    private static IndexState state(Index index) throws Unfit {
        try {
            return index.state();
        } catch (IOException e) {
            throw new Unfit("the index cannot be read", e);
        }
    }

    private static void abandon(
            Index index,
            @org.jspecify.annotations.Nullable Applier applier,
            ExecutorService ringer) {
        ringer.shutdownNow();
        if (applier != null) {
            applier.close();
        }
        try {
            index.close();
        } catch (IOException e) {
            LOG.warn("event=index-close outcome=failed", e); // what made us give up is thrown
        }
    }

    private JournalLimits journalLimits() {
        var standard = JournalLimits.STANDARD;
        return new JournalLimits(
                limits.segmentOctets(),
                limits.batchRecords(),
                limits.batchOctets(),
                standard.queueRecords(),
                standard.queueOctets(),
                standard.keepFree(),
                standard.warmOctets());
    }

    private void failed(JournalFailed failure) {
        LOG.error("event=journal-failed directory={}", directory, failure);
        onFailure.accept(failure);
    }

    /// Takes what the index lacks.
    private static final class Replay {
        private final Inventory inventory;
        private final Ids ids;
        private final Applier applier;
        private boolean moved;

        Replay(Inventory inventory, Ids ids, Applier applier) {
            this.inventory = inventory;
            this.ids = ids;
            this.applier = applier;
        }

        void record(long lsn, byte type, ByteBuffer meta, ContentLocation body) throws IOException {
            if (type != Committer.CHANGES) {
                throw new IOException("a journal record of the unknown type " + type);
            }
            int size = meta.remaining();
            var changes = ChangeCodec.decode(meta, body.position());
            moved |= changes.stream().anyMatch(change -> change instanceof BlobMoved);
            ids.seen(changes);
            inventory.publish(lsn, changes);
            applier.take(new Logged(lsn, changes), size);
            if (!applier.awaitRoom()) {
                throw new IndexBehind();
            }
        }

        /// Octets that were moved may be where the index still says that they are, or that place
        /// was given back before the crash: nobody reads before it knows.
        void settle() {
            if (moved && !applier.awaitApplied(applier.lastTaken())) {
                LOG.warn("event=index-behind reason=\"some messages cannot be read yet\"");
            }
        }
    }

    /// What is open, and has to be closed.
    private record Opened(
            Index index,
            Applier applier,
            Journal journal,
            ExecutorService ringer,
            StoreUpkeep upkeep) {}

    private StoreUpkeep upkeep(Index index, Journal journal, Inventory inventory, Applier applier) {
        var sizes = new Sizes(journal, directory.index(), snapshots);
        var parts =
                new Compaction.Parts(
                        index,
                        applier,
                        journal,
                        new Committer(journal, inventory, applier),
                        snapshots,
                        sizes,
                        new Growth(journal, inventory, limits.compaction()));
        var upkeep =
                new StoreUpkeep(
                        parts,
                        inventory,
                        limits.compaction(),
                        new StoreUpkeep.Home(
                                UUID.fromString(directory.store()), directory.path(), clock));
        upkeep.start();
        return upkeep;
    }

    private void close(Opened open) {
        open.upkeep.close();
        open.journal.close();
        open.applier.close();
        open.ringer.shutdown();
        try (directory) {
            open.index.close();
        } catch (DiskFull e) {
            LOG.warn("event=store-close outcome=behind reason=\"{}\"", e.getMessage());
        } catch (IOException e) {
            // what was acknowledged is in the journal: the next start makes the index good
            LOG.error("event=store-close outcome=failed", e);
        }
    }
}
