package dev.jebi.mailstore.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Segments made ahead of need. Every octet of one is written and synced before it is used, so that
/// the hot path overwrites written blocks: that syncs several times faster than growing a file, and
/// cannot run out of room. One is kept ready, made on a thread of its own, and has the name and the
/// block of the next segment already: who goes on there waits for nothing but his own sync. Sizes
/// grow with the journal up to the limit, and shrink where the disk gets full. [#take] is for one
/// thread.
final class Spares {
    private static final Logger LOG = LoggerFactory.getLogger(Spares.class);
    private static final int STEP = 1 << 20;
    private static final int STEPS_PER_SYNC = 8;

    /// A segment is at most this share of the journal: what is kept ready, and what is not full
    /// yet, takes disk space that nothing lives in.
    private static final int SHARE = 32;

    private static final String UNFINISHED = ".tmp";

    private final Disk disk;
    private final JournalLimits limits;
    private final int least;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition made = lock.newCondition();
    private Optional<Spare> ready = Optional.empty();
    private boolean making;
    private boolean warned;
    private long count;
    private volatile long held;

    Spares(Disk disk, JournalLimits limits) {
        this.disk = disk;
        this.limits = limits;
        this.least = Math.min(1 << 20, limits.segmentOctets());
    }

    /// So much the journal takes now.
    void held(long octets) {
        held = octets;
    }

    /// A segment to be, under a name of its own or already under that of the next one.
    record Spare(String name, LogFile file, long size) {
        /// Makes it the segment at `base`, durably: after it, records can go there.
        Spare named(Disk disk, long base, UUID store) throws IOException {
            String next = Segment.name(base);
            if (name.equals(next)) {
                return this;
            }
            new Segment(base, size, file).begin(store);
            disk.rename(name, next);
            disk.sync();
            return new Spare(next, file, size);
        }
    }

    /// Takes over what an earlier process left: keeps one spare, removes the rest.
    void adopt() throws IOException {
        for (String name : disk.list()) {
            if (!name.startsWith("spare-")) {
                continue;
            }
            if (ready.isEmpty() && !name.endsWith(UNFINISHED)) {
                var file = disk.open(name);
                ready = Optional.of(new Spare(name, file, file.size()));
                count = Long.parseLong(name, "spare-".length(), name.length() - 4, 10) + 1;
            } else {
                disk.delete(name);
            }
        }
    }

    /// Takes a spare of at least `octets`, makes it where there is none.
    ///
    /// @param current the size of the segment that is full now
    Spare take(long octets, long current) throws NoRoom {
        lock.lock();
        try {
            while (making) {
                made.awaitUninterruptibly();
            }
            var taken = ready.filter(spare -> spare.size() >= octets);
            if (taken.isPresent()) {
                ready = Optional.empty();
                return taken.get();
            }
            unname();
            return make(octets, wanted(current));
        } finally {
            lock.unlock();
        }
    }

    /// Gives the one that is ready a name of its own again: another will be the next segment.
    private void unname() throws NoRoom {
        if (ready.isPresent() && Segment.base(ready.get().name()).isPresent()) {
            String name = spare();
            var spare = ready.get();
            try {
                disk.rename(spare.name(), name);
            } catch (IOException e) {
                throw new NoRoom("cannot make a journal segment: " + e.getMessage(), e);
            }
            ready = Optional.of(new Spare(name, spare.file(), spare.size()));
        }
    }

    private String spare() {
        return "spare-" + count++ + ".seg";
    }

    /// Has the segment behind `last` made ready in the background.
    void prepare(Segment last, UUID store) {
        lock.lock();
        try {
            if (!making) {
                making = true;
                Thread.ofPlatform()
                        .daemon()
                        .name("journal-spare")
                        .start(() -> makeReady(wanted(last.size()), last.end(), store));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Octets of the one that is kept ready.
    long octets() {
        lock.lock();
        try {
            return ready.map(Spare::size).orElse(0L);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the one being made, and closes it; it stays for the next process, as a spare.
    void close() throws IOException {
        lock.lock();
        try {
            while (making) {
                made.awaitUninterruptibly();
            }
            unname();
            if (ready.isPresent()) {
                ready.get().file().close();
            }
        } finally {
            lock.unlock();
        }
    }

    private long wanted(long current) {
        long share = Long.highestOneBit(Math.max(1, held / SHARE));
        return Math.clamp(Math.min(2 * current, share), least, limits.segmentOctets());
    }

    private void makeReady(long size, long base, UUID store) {
        var spare = ready; // nobody else changes it meanwhile
        try {
            if (spare.isEmpty()) {
                spare = Optional.of(make(least, size));
            }
            spare = Optional.of(spare.get().named(disk, base, store));
            warned = false;
        } catch (IOException e) {
            if (!warned) {
                LOG.warn("event=journal.spare outcome=no-room reason=\"{}\"", e.getMessage());
            }
            warned = true;
        } finally {
            lock.lock();
            try {
                ready = spare;
                making = false;
                made.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private Spare make(long octets, long wanted) throws NoRoom {
        String name = spare();
        try {
            long size = affordable(octets, wanted);
            fill(name + UNFINISHED, size);
            disk.rename(name + UNFINISHED, name);
            return new Spare(name, disk.open(name), size);
        } catch (NoRoom e) {
            throw e;
        } catch (IOException e) {
            throw new NoRoom("cannot make a journal segment: " + e.getMessage(), e);
        }
    }

    /// The size that segments grow to.
    long most() {
        return limits.segmentOctets();
    }

    /// Octets that the disk has for segments.
    long room() throws IOException {
        return disk.usable() - limits.keepFree();
    }

    private long affordable(long octets, long wanted) throws IOException {
        long room = room();
        long size = Math.max(wanted, octets);
        while (size > room && size / 2 >= octets && size / 2 >= least) {
            size /= 2;
        }
        if (size > room) {
            throw new NoRoom("the disk is full: no room for a journal segment of " + size);
        }
        return -Math.floorDiv(-size, (long) Segment.HEADER) * Segment.HEADER;
    }

    private void fill(String name, long size) throws IOException {
        var file = disk.create(name);
        try (file) {
            var zeroes =
                    ByteBuffer.allocateDirect(STEP + NewFile.ALIGNMENT)
                            .alignedSlice(NewFile.ALIGNMENT);
            int steps = 0;
            for (long at = 0; at < size; at += STEP) {
                file.write(at, zeroes.clear().limit((int) Math.min(STEP, size - at)));
                if (++steps % STEPS_PER_SYNC == 0) { // small bites: others sync on this disk too
                    file.force();
                }
            }
            file.force();
        } catch (IOException e) {
            disk.delete(name);
            throw e;
        }
    }
}
