package dev.jebi.mailstore.trace;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/// The segment that blocks are appended to, with its index in memory. Whoever uses it holds the
/// lock of [TraceFiles].
final class OpenSegment {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSegment.class);

    final Path path;
    private final FileChannel file;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long[] blocks = new long[64];
    private int blockCount;
    private long[] entries = new long[1_024];
    private int entryCount;
    private long end = TraceSegment.HEADER;

    private OpenSegment(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    static OpenSegment create(Path path) throws IOException {
        var file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        TraceSegment.write(file, 0, TraceSegment.header());
        return new OpenSegment(path, file);
    }

    /// Takes one up that was not closed: what a crash has left half is cut off.
    static OpenSegment resume(Path path) throws IOException {
        var file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        var open = new OpenSegment(path, file);
        long size = file.size();
        if (size < TraceSegment.HEADER
                || !TraceSegment.isHeader(TraceSegment.octets(file, 0, TraceSegment.HEADER))) {
            file.truncate(0);
            TraceSegment.write(file, 0, TraceSegment.header());
            return open;
        }
        while (open.end < size) {
            try {
                var found = TraceSegment.read(file, open.end);
                open.note(found.block(), found.next());
            } catch (IOException e) {
                LOG.warn(
                        "event=trace-cut file={} octets={} reason=\"{}\"",
                        path.getFileName(),
                        size - open.end,
                        e.getMessage());
                file.truncate(open.end);
                break;
            }
        }
        return open;
    }

    private void note(TraceBlock block, long next) {
        if (blockCount == blocks.length) {
            blocks = Arrays.copyOf(blocks, blockCount * 2);
        }
        blocks[blockCount] = end;
        if (entryCount + block.keys().length > entries.length) {
            entries =
                    Arrays.copyOf(
                            entries,
                            Math.max(entries.length * 2, entryCount + block.keys().length));
        }
        for (long key : block.keys()) {
            entries[entryCount++] = TraceIndex.entry(key, blockCount);
        }
        blockCount++;
        first = Math.min(first, block.first());
        last = Math.max(last, block.last());
        end = next;
    }

    void append(TraceBlock block) throws IOException {
        var octets = TraceSegment.encode(block);
        int length = octets.remaining();
        TraceSegment.write(file, end, octets);
        note(block, end + length);
    }

    void force() throws IOException {
        file.force(false);
    }

    long octets() {
        return end;
    }

    boolean isEmpty() {
        return blockCount == 0;
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    boolean isFull(int most) {
        return end >= most || blockCount >= TraceIndex.MAX_BLOCKS - 1;
    }

    /// The positions of the blocks that have one of these hashes, ascending.
    long[] positions(Set<Long> keys) {
        var found = new TreeSet<Long>();
        for (int i = 0; i < entryCount; i++) {
            if (keys.contains(entries[i] >>> TraceIndex.BLOCK_BITS)) {
                found.add(blocks[TraceIndex.block(entries[i])]);
            }
        }
        return found.stream().mapToLong(Long::longValue).toArray();
    }

    TraceIndex index() {
        return TraceIndex.sorted(
                first, last, Arrays.copyOf(blocks, blockCount), Arrays.copyOf(entries, entryCount));
    }

    void close() throws IOException {
        file.close();
    }
}
