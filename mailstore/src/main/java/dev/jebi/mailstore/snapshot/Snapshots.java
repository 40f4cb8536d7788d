package dev.jebi.mailstore.snapshot;

import dev.jebi.mailstore.index.StateSink;
import dev.jebi.mailstore.index.StateSource;
import dev.jebi.mailstore.journal.Disk;
import dev.jebi.mailstore.journal.NewerFormat;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The snapshots in a directory. Writing is for one thread at a time; reading is safe for several.
public final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final String UNFINISHED = ".tmp";
    private static final int KEPT = 2;

    private final Disk disk;
    private final UUID store;
    private final InstantSource clock;

    /// Of one store, in a directory.
    public Snapshots(Disk disk, UUID store, InstantSource clock) {
        this.disk = disk;
        this.store = store;
        this.clock = clock;
    }

    /// What has a whole state to write.
    @FunctionalInterface
    public interface State {
        /// Hands it over.
        void to(StateSink sink) throws IOException;
    }

    /// Removes what a crash left unfinished.
    public void tidy() throws IOException {
        for (String name : disk.list()) {
            if (name.endsWith(UNFINISHED)) {
                disk.delete(name);
            }
        }
    }

    /// Writes one, reads it back, and removes those that are older than the last two.
    public Snapshot write(State state, Pace pace) throws IOException {
        String unfinished = "next" + UNFINISHED;
        Snapshot written;
        try {
            var file = disk.create(unfinished);
            SnapshotWriter writer;
            try (file) {
                writer = new SnapshotWriter(file, store, clock.millis(), pace);
                state.to(writer);
                writer.end();
            }
            String name = Snapshot.name(writer.lsn());
            written = verified(unfinished).named(name); // before it may replace a good one
            disk.rename(unfinished, name);
            disk.sync();
        } catch (IOException | RuntimeException e) {
            disk.delete(unfinished);
            throw e;
        }
        LOG.info(
                "event=snapshot.written name={} lsn={} octets={} rows={}",
                written.name(),
                written.lsn(),
                written.octets(),
                written.rows());
        prune();
        return written;
    }

    private Snapshot verified(String name) throws IOException {
        var file = disk.open(name);
        try (file) {
            var found = new SnapshotReader(name, file).verified();
            if (!found.store().equals(store)) {
                throw new IOException("the snapshot " + name + " belongs to another store");
            }
            return found;
        }
    }

    private void prune() throws IOException {
        var names = names();
        for (String old : names.subList(Math.min(KEPT, names.size()), names.size())) {
            disk.delete(old);
        }
    }

    /// The names of those that are here, newest first; nobody has looked into them.
    public List<String> names() throws IOException {
        var names = new ArrayList<String>();
        for (String name : disk.list()) {
            if (Snapshot.lsn(name).isPresent()) {
                names.add(name);
            }
        }
        names.sort(Comparator.reverseOrder());
        return names;
    }

    /// Octets that all of them take.
    public long octets() throws IOException {
        long octets = 0;
        for (String name : names()) {
            try {
                octets += octets(name);
            } catch (NoSuchFileException _) {
                continue; // a newer one took its place meanwhile
            }
        }
        return octets;
    }

    private long octets(String name) throws IOException {
        var file = disk.open(name);
        try (file) {
            return file.size();
        }
    }

    /// Octets of the newest; 0 when there is none.
    public long newestOctets() throws IOException {
        var names = names();
        return names.isEmpty() ? 0 : octets(names.getFirst());
    }

    /// When the newest was made, by what it says of itself.
    public Optional<Instant> made() throws IOException {
        for (String name : names()) {
            var file = disk.open(name);
            try (file) {
                return Optional.of(new SnapshotReader(name, file).made());
            } catch (IOException e) {
                LOG.debug("event=snapshot.damaged name={}", name, e); // told when it is needed
            }
        }
        return Optional.empty();
    }

    /// The newest that is intact and of this store. Those that are not are named in the log.
    ///
    /// @throws NewerFormat when the newest was written by a newer Jebi
    public Optional<Snapshot> newest() throws IOException {
        for (String name : names()) {
            try {
                return Optional.of(verified(name));
            } catch (NewerFormat e) {
                throw e;
            } catch (IOException | IllegalArgumentException e) {
                LOG.error("event=snapshot.damaged name={} reason=\"{}\"", name, e.getMessage());
            }
        }
        return Optional.empty();
    }

    /// The one of that position, when it is intact and of this store.
    public Optional<Snapshot> at(long lsn) throws IOException {
        String name = Snapshot.name(lsn);
        return names().contains(name) ? Optional.of(verified(name)) : Optional.empty();
    }

    /// Reads one.
    public StateSource read(Snapshot snapshot) {
        return taker -> {
            var file = disk.open(snapshot.name());
            try (file) {
                new SnapshotReader(snapshot.name(), file).forEach(taker);
            }
        };
    }
}
