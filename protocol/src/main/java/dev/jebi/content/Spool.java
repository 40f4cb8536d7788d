package dev.jebi.content;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/// Octets that arrive before it is known what becomes of them: in heap as long as they are few,
/// then in a file without a name that lasts, which only this process can read and which is gone
/// when the spool is closed or the process ends. For one thread; the content may be read by
/// several, until the spool is closed.
public final class Spool extends OutputStream {
    private static final int FIRST_OCTETS = 4 * 1024;
    private static final int FILE_STEP = 64 * 1024;
    private static final byte[] NOTHING = new byte[0];

    private final Path directory;
    private final int heapOctets;
    private final long maxOctets;

    /// All octets while there is no file, and those that are not yet in it afterwards.
    private byte[] heap = NOTHING;

    private int inHeap;
    private long inFile;
    private long size;
    private @Nullable FileChannel file;
    private boolean closed;

    /// A spool that is empty.
    ///
    /// @param directory where the file goes when one is needed
    /// @param heapOctets how many octets may stay in heap
    /// @param maxOctets how many octets are kept at most; what comes after is counted only
    public Spool(Path directory, int heapOctets, long maxOctets) {
        this.directory = directory;
        this.heapOctets = heapOctets;
        this.maxOctets = maxOctets;
    }

    /// How many octets were written, kept or not.
    public long size() {
        return size;
    }

    /// Whether more was written than is kept; then nothing is kept at all.
    public boolean overflowed() {
        return size > maxOctets;
    }

    /// What was written. Nothing more may be written afterwards.
    ///
    /// @throws IllegalStateException when the spool has overflowed or is closed
    public Content content() throws IOException {
        if (overflowed() || closed) {
            throw new IllegalStateException("the spool keeps nothing");
        }
        if (file == null) {
            return Content.of(heap, inHeap);
        }
        toFile(file);
        return new FileContent(file, size);
    }

    /// What was written from an offset on; more may be written behind it.
    public Content part(long from) {
        return new Part(from, size - from);
    }

    private final class Part implements Content {
        private final long from;
        private final long octets;

        Part(long from, long octets) {
            this.from = from;
            this.octets = octets;
        }

        @Override
        public long size() {
            return octets;
        }

        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
            if (offset >= octets) {
                return 0;
            }
            int limit = into.limit();
            into.limit(into.position() + (int) Math.min(into.remaining(), octets - offset));
            try {
                return readAll(from + offset, into);
            } finally {
                into.limit(limit);
            }
        }
    }

    private int readAll(long from, ByteBuffer into) throws IOException {
        if (overflowed() || closed) {
            throw new IOException("the spool keeps nothing");
        }
        int wanted = into.remaining();
        long at = from;
        while (file != null && at < inFile && into.hasRemaining()) {
            int limit = into.limit();
            into.limit(into.position() + (int) Math.min(into.remaining(), inFile - at));
            int n = file.read(into, at);
            into.limit(limit);
            if (n < 0) {
                throw new IOException("the file ends at " + at + " of " + inFile);
            }
            at += n;
        }
        into.put(heap, into.hasRemaining() ? (int) (at - inFile) : 0, into.remaining());
        return wanted;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("the spool is closed");
        }
        boolean kept = !overflowed();
        size += length;
        if (overflowed()) {
            if (kept) {
                forget();
            }
            return;
        }
        if (file == null && size <= heapOctets) {
            grow(inHeap + length);
            System.arraycopy(octets, offset, heap, inHeap, length);
            inHeap += length;
            return;
        }
        buffer(file == null ? open() : file, octets, offset, length);
    }

    private void grow(int needed) {
        if (needed > heap.length) {
            long doubled = Math.max(FIRST_OCTETS, heap.length * 2L);
            heap = Arrays.copyOf(heap, (int) Math.max(needed, Math.min(heapOctets, doubled)));
        }
    }

    private FileChannel open() throws IOException {
        var options =
                EnumSet.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
        boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
        var ownerOnly = PosixFilePermissions.fromString("rw-------");
        var attributes =
                posix
                        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(ownerOnly)}
                        : new FileAttribute<?>[0];
        var path = directory.resolve(UUID.randomUUID() + ".spool");
        var opened = FileChannel.open(path, Set.copyOf(options), attributes);
        file = opened;
        toFile(opened);
        heap = new byte[FILE_STEP];
        return opened;
    }

    private void buffer(FileChannel to, byte[] octets, int offset, int length) throws IOException {
        if (inHeap + length > heap.length) {
            toFile(to);
        }
        if (length >= heap.length) {
            append(to, ByteBuffer.wrap(octets, offset, length));
        } else {
            System.arraycopy(octets, offset, heap, inHeap, length);
            inHeap += length;
        }
    }

    private void toFile(FileChannel to) throws IOException {
        append(to, ByteBuffer.wrap(heap, 0, inHeap));
        inHeap = 0;
    }

    private void append(FileChannel to, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            inFile += to.write(octets, inFile);
        }
    }

    private void forget() throws IOException {
        heap = NOTHING;
        inHeap = 0;
        if (file != null) {
            file.close();
        }
    }

    /// Removes the file, where there is one; content that was given out can be read no more.
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            forget();
        }
    }
}
