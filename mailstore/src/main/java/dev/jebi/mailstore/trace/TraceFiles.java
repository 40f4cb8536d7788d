package dev.jebi.mailstore.trace;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// Blocks in files that are only appended to: one is open, the closed ones have an index beside
/// them. They are removed as a whole. Safe for use by several threads.
public final class TraceFiles implements TraceBlocks {
    private static final Logger LOG = LoggerFactory.getLogger(TraceFiles.class);
    private static final String PREFIX = "trace-";
    private static final String INDEX = ".idx";

    /// A segment is closed when it is longer, or when it reaches over more time.
    private static final int SEGMENT_OCTETS = 32 << 20;

    private static final long SEGMENT_MILLIS = 24L * 60 * 60 * 1_000;

    private final Path directory;
    private final long keepFree;
    private final int segmentOctets;
    private final ReentrantLock lock = new ReentrantLock();

    /// Oldest first.
    private final List<Closed> closed = new ArrayList<>();

    private OpenSegment open;
    private long next;

    private record Closed(Path path, long first, long last, long octets) {
        Path index() {
            return indexOf(path);
        }
    }

    private TraceFiles(Path directory, long keepFree, int segmentOctets) throws IOException {
        this.directory = directory;
        this.keepFree = keepFree;
        this.segmentOctets = segmentOctets;
        this.open = recover();
    }

    /// Opens a directory that is there, and mends what a crash has left.
    ///
    /// @param keepFree octets of the disk that are left to others
    public static TraceFiles open(Path directory, long keepFree) throws IOException {
        return new TraceFiles(directory, keepFree, SEGMENT_OCTETS);
    }

    /// As the other one, with segments of another size.
    static TraceFiles open(Path directory, long keepFree, int segmentOctets) throws IOException {
        return new TraceFiles(directory, keepFree, segmentOctets);
    }

    private static Path indexOf(Path segment) {
        return segment.resolveSibling(segment.getFileName() + INDEX);
    }

    private Path path(long number) {
        return directory.resolve(PREFIX + String.format(Locale.ROOT, "%016x", number));
    }

    private OpenSegment recover() throws IOException {
        List<Path> segments;
        try (var files = Files.list(directory)) {
            segments =
                    files.filter(path ->
                                    path.getFileName().toString().matches("trace-\\p{XDigit}{16}"))
                            .sorted()
                            .toList();
        }
        for (Path path : segments) {
            next =
                    1
                            + Long.parseUnsignedLong(
                                    path.getFileName().toString().substring(PREFIX.length()), 16);
            boolean last = path.equals(segments.getLast());
            if (last && !Files.exists(indexOf(path))) {
                return OpenSegment.resume(path);
            }
            closed.add(known(path));
        }
        return fresh();
    }

    private static Closed known(Path path) throws IOException {
        try {
            long[] times = TraceIndex.times(indexOf(path));
            return new Closed(path, times[0], times[1], octets(path));
        } catch (IOException e) {
            LOG.warn("event=trace-index file={} outcome=made-again", path.getFileName(), e);
        }
        var segment = OpenSegment.resume(path);
        try {
            segment.index().write(indexOf(path));
            return new Closed(path, segment.first(), segment.last(), octets(path));
        } finally {
            segment.close();
        }
    }

    private static long octets(Path path) throws IOException {
        return Files.size(path) + Files.size(indexOf(path));
    }

    private OpenSegment fresh() throws IOException {
        return OpenSegment.create(path(next++));
    }

    @Override
    public void append(List<TraceBlock> blocks) throws IOException {
        lock.lock();
        try {
            if (Files.getFileStore(directory).getUsableSpace() < keepFree) {
                throw new IOException("the disk is nearly full, and its rest is for mail");
            }
            for (TraceBlock block : blocks) {
                boolean old = block.last() - open.first() > SEGMENT_MILLIS;
                if (!open.isEmpty() && (old || open.isFull(segmentOctets))) {
                    roll();
                }
                open.append(block);
            }
            open.force();
        } finally {
            lock.unlock();
        }
    }

    private void roll() throws IOException {
        open.force();
        open.index().write(indexOf(open.path));
        var done = new Closed(open.path, open.first(), open.last(), octets(open.path));
        var old = open;
        open = fresh();
        closed.add(done);
        old.close();
    }

    @Override
    public void visit(long[] keys, long since, Visitor visitor) throws IOException {
        List<Closed> segments;
        long[] positions;
        Path newest;
        lock.lock();
        try {
            segments = List.copyOf(closed);
            newest = open.path;
            positions = open.positions(Arrays.stream(keys).boxed().collect(Collectors.toSet()));
        } finally {
            lock.unlock();
        }
        boolean more = visit(newest, positions, since, visitor);
        for (int i = segments.size() - 1; i >= 0 && more; i--) {
            var segment = segments.get(i);
            if (segment.last < since) {
                continue;
            }
            try {
                more = visit(segment.path, positions(segment, keys), since, visitor);
            } catch (NoSuchFileException _) {
                LOG.debug("event=trace-gone file={}", segment.path); // expired meanwhile
            }
        }
    }

    private static long[] positions(Closed segment, long[] keys) throws IOException {
        try (var index = new TraceIndex.OnDisk(segment.index())) {
            Set<Long> found = new TreeSet<>();
            for (long key : keys) {
                for (int block : index.blocks(key)) {
                    found.add(index.position(block));
                }
            }
            return found.stream().mapToLong(Long::longValue).toArray();
        }
    }

    private static boolean visit(Path path, long[] positions, long since, Visitor visitor)
            throws IOException {
        if (positions.length == 0) {
            return true;
        }
        try (var file = TraceSegment.open(path)) {
            for (int i = positions.length - 1; i >= 0; i--) {
                var block = TraceSegment.read(file, positions[i]).block();
                if (block.last() >= since && !visitor.visit(block.octets())) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public void expire(long before, long octets) throws IOException {
        lock.lock();
        try {
            if (!open.isEmpty() && open.last() < before) {
                roll();
            }
            long all = open.octets() + closed.stream().mapToLong(Closed::octets).sum();
            while (!closed.isEmpty() && (closed.getFirst().last < before || all > octets)) {
                var oldest = closed.removeFirst();
                all -= oldest.octets;
                Files.deleteIfExists(oldest.index());
                Files.deleteIfExists(oldest.path);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            open.force();
            open.close();
        } catch (IOException e) {
            LOG.warn("event=trace-close outcome=failed", e);
        } finally {
            lock.unlock();
        }
    }
}
