package dev.jebi.mailstore.journal;

import org.awaitility.Awaitility;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// A disk in heap that counts syncs, gets full, fails, and whose power can be cut: what was not
/// synced then survives in any mixture of 512-octet blocks.
public final class MemoryDisk implements Disk {
    private static final int BLOCK = 512;

    private final TreeMap<String, MemoryFile> files = new TreeMap<>();
    private TreeMap<String, MemoryFile> syncedNames = new TreeMap<>();
    private long capacity = Long.MAX_VALUE / 2;
    private int syncs;
    private boolean failSyncs;
    private boolean failWrites;
    private Optional<Gate> gate = Optional.empty();
    private final List<String> cold = new ArrayList<>();

    public synchronized void capacity(long octets) {
        capacity = octets;
    }

    public synchronized void failSyncs() {
        failSyncs = true;
    }

    synchronized void failWrites() {
        failWrites = true;
    }

    /// Holds syncs back. The journal has its next segment before that: it would stand at the gate,
    /// too, and be taken for a record.
    public Gate gate() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(this::hasNext);
        return newGate();
    }

    private synchronized boolean hasNext() {
        return syncedNames.equals(files)
                && files.keySet().stream().filter(n -> Segment.base(n).isPresent()).count() > 1
                && files.keySet().stream().noneMatch(name -> name.startsWith("spare-"));
    }

    private synchronized Gate newGate() {
        var closed = new Gate(new Semaphore(0), new Semaphore(0));
        gate = Optional.of(closed);
        return closed;
    }

    /// What syncs wait at.
    public record Gate(Semaphore arrived, Semaphore passes) {
        /// Waits until a sync stands at the gate.
        public void await() throws InterruptedException {
            arrived.acquire();
        }

        /// Waits until a sync stands at the gate, or long enough: there may be none.
        void awaitAWhile() throws InterruptedException {
            if (!arrived.tryAcquire(200, TimeUnit.MILLISECONDS)) {
                arrived.drainPermits();
            }
        }

        /// Lets one sync pass.
        void pass() {
            passes.release();
        }

        /// Lets all pass from now on.
        public void open() {
            passes.release(1_000_000);
        }
    }

    synchronized int syncs() {
        return syncs;
    }

    synchronized long used() {
        return files.values().stream().mapToLong(f -> f.octets.length).sum();
    }

    /// A disk as it is now, with all that was written.
    synchronized MemoryDisk copy() {
        var copy = new MemoryDisk();
        files.forEach((name, file) -> copy.files.put(name, file.copy(copy, file.octets)));
        copy.syncedNames = new TreeMap<>(copy.files);
        return copy;
    }

    /// A disk as it is found when the power went now.
    public synchronized MemoryDisk afterPowerCut(RandomGenerator random) {
        var cut = new MemoryDisk();
        boolean namesArrived = random.nextBoolean();
        (namesArrived ? files : syncedNames)
                .forEach((name, file) -> {
                    var left = Arrays.copyOf(file.synced, file.octets.length);
                    for (int at = 0; at < left.length; at += BLOCK) {
                        int end = Math.min(at + BLOCK, left.length);
                        if (random.nextBoolean()) {
                            System.arraycopy(file.octets, at, left, at, end - at);
                        }
                    }
                    cut.files.put(name, file.copy(cut, left));
                });
        cut.syncedNames = new TreeMap<>(cut.files);
        return cut;
    }

    /// The octets of a file, to be spoilt.
    synchronized byte[] octets(String name) {
        return Objects.requireNonNull(files.get(name), name).octets;
    }

    @Override
    public synchronized List<String> list() {
        return new ArrayList<>(files.keySet());
    }

    @Override
    public synchronized LogFile open(String name) throws IOException {
        var file = files.get(name);
        if (file == null) {
            throw new FileNotFoundException(name);
        }
        return file;
    }

    @Override
    public synchronized LogFile create(String name) {
        var file = new MemoryFile(this);
        files.put(name, file);
        return file;
    }

    @Override
    public synchronized void rename(String from, String to) {
        files.put(to, files.remove(from));
    }

    @Override
    public synchronized void cold(String name) {
        cold.add(name);
    }

    /// What was said to be cold.
    synchronized List<String> cold() {
        return List.copyOf(cold);
    }

    @Override
    public synchronized void delete(String name) {
        files.remove(name);
    }

    @Override
    public synchronized void sync() {
        syncedNames = new TreeMap<>(files);
    }

    @Override
    public synchronized long usable() {
        return Math.max(0, capacity - used());
    }

    private static final class MemoryFile implements LogFile {
        private final MemoryDisk disk;
        private byte[] octets = new byte[0];
        private byte[] synced = new byte[0];

        MemoryFile(MemoryDisk disk) {
            this.disk = disk;
        }

        MemoryFile copy(MemoryDisk to, byte[] content) {
            var copy = new MemoryFile(to);
            copy.octets = content.clone();
            copy.synced = content.clone();
            return copy;
        }

        @Override
        public long size() {
            synchronized (disk) {
                return octets.length;
            }
        }

        @Override
        public int read(long position, ByteBuffer into) {
            synchronized (disk) {
                int n = (int) Math.clamp(octets.length - position, 0L, (long) into.remaining());
                into.put(octets, (int) position, n);
                return n;
            }
        }

        @Override
        public void write(long position, ByteBuffer from) throws IOException {
            synchronized (disk) {
                if (disk.failWrites) {
                    throw new IOException("write failed, as asked");
                }
                int end = (int) position + from.remaining();
                if (end > octets.length) {
                    if (end - octets.length > disk.usable()) {
                        throw new IOException("No space left on device");
                    }
                    octets = Arrays.copyOf(octets, end);
                }
                from.get(octets, (int) position, from.remaining());
            }
        }

        @Override
        public void force() throws IOException {
            Optional<Gate> closed;
            synchronized (disk) {
                closed = disk.gate;
            }
            if (closed.isPresent()) {
                closed.get().arrived().release();
                closed.get().passes().acquireUninterruptibly();
            }
            synchronized (disk) {
                disk.syncs++;
                if (disk.failSyncs) {
                    throw new IOException("sync failed, as asked");
                }
                synced = octets.clone();
            }
        }

        @Override
        public Optional<FileChannel> channel() {
            return Optional.empty();
        }

        @Override
        public void seal() {}

        @Override
        public void close() {}
    }
}
