package dev.jebi.mailstore.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Segments made ahead of need. Every octet of one is written and synced before it is used, so that
/// the hot path overwrites written blocks: that syncs several times faster than growing a file, and
/// cannot run out of room. One is kept ready, made on a thread of its own; sizes grow with the
/// journal up to the limit, and shrink where the disk gets full. [#take] is for one thread.
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

    /// A segment to be.
    record Spare(String name, LogFile file, long size) {}

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

    /// Takes a spare of at least `octets`, makes it where there is none, and has the next one made.
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
            }
            var spare = taken.isPresent() ? taken.get() : make(octets, wanted(current));
            prepare(spare.size());
            return spare;
        } finally {
            lock.unlock();
        }
    }

    /// Has a spare made in the background, unless there is one.
    void prepare(long current) {
        lock.lock();
        try {
            if (ready.isEmpty() && !making) {
                making = true;
                Thread.ofPlatform()
                        .daemon()
                        .name("journal-spare")
                        .start(() -> makeReady(wanted(current)));
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

    /// Waits for the one being made, and closes it; it stays for the next process.
    void close() throws IOException {
        lock.lock();
        try {
            while (making) {
                made.awaitUninterruptibly();
            }
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

    private void makeReady(long size) {
        Optional<Spare> spare = Optional.empty();
        try {
            spare = Optional.of(make(least, size));
            warned = false;
        } catch (NoRoom e) {
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
        String name = "spare-" + count++;
        try {
            long size = affordable(octets, wanted);
            fill(name + UNFINISHED, size);
            disk.rename(name + UNFINISHED, name + ".seg");
            return new Spare(name + ".seg", disk.open(name + ".seg"), size);
        } catch (NoRoom e) {
            throw e;
        } catch (IOException e) {
            throw new NoRoom("cannot make a journal segment: " + e.getMessage(), e);
        }
    }

    private long affordable(long octets, long wanted) throws IOException {
        long room = disk.usable() - limits.keepFree();
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
