package dev.jebi.mailstore.index;

import org.h2.store.fs.FileBaseDefault;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;

/// A file that syncs before it writes the last sector of anything: a sector is what a disk writes
/// whole or not at all, and H2 takes a chunk whose footer is there for whole. Safe for several
/// threads, as H2 wants it.
final class OrderedChannel extends FileBaseDefault {
    /// The footer of a chunk of H2's MVStore is shorter, and stands at the end of it.
    private static final int SECTOR = 512;

    private final FileChannel file;

    OrderedChannel(FileChannel file) {
        this.file = file;
    }

    @Override
    public synchronized int write(ByteBuffer from, long position) throws IOException {
        int length = from.remaining();
        long at = position;
        if (length > SECTOR) {
            int limit = from.limit();
            from.limit(limit - SECTOR);
            at = writeFully(from, at);
            from.limit(limit);
        }
        file.force(false);
        writeFully(from, at);
        return length;
    }

    private long writeFully(ByteBuffer from, long position) throws IOException {
        long at = position;
        while (from.hasRemaining()) {
            at += file.write(from, at);
        }
        return at;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        return file.read(into, position);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    protected void implTruncate(long size) throws IOException {
        file.truncate(size);
    }

    @Override
    public void force(boolean metaData) throws IOException {
        file.force(metaData);
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }
}
