package dev.jebi.mailstore.powercut;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/// An open file, or an open directory, of a [Mount].
final class PowerChannel extends FileChannel {
    private final Mount mount;
    private final int number;
    private final boolean appends;
    private long position;

    PowerChannel(Mount mount, int number, boolean appends) {
        this.mount = mount;
        this.number = number;
        this.appends = appends;
    }

    private PowerDisk disk() throws IOException {
        if (!isOpen()) {
            throw new java.nio.channels.ClosedChannelException();
        }
        return mount.disk();
    }

    @Override
    public synchronized int read(ByteBuffer into) throws IOException {
        int n = read(into, position);
        position += Math.max(0, n);
        return n;
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
        long all = 0;
        for (int i = offset; i < offset + length; i++) {
            int n = read(into[i]);
            if (n < 0) {
                return all == 0 ? -1 : all;
            }
            all += n;
        }
        return all;
    }

    @Override
    public synchronized int write(ByteBuffer from) throws IOException {
        if (appends) {
            position = size();
        }
        int n = write(from, position);
        position += n;
        return n;
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
        long all = 0;
        for (int i = offset; i < offset + length; i++) {
            all += write(from[i]);
        }
        return all;
    }

    @Override
    public synchronized long position() {
        return position;
    }

    @Override
    public synchronized FileChannel position(long to) {
        position = to;
        return this;
    }

    @Override
    public long size() throws IOException {
        return disk().size(number);
    }

    @Override
    public synchronized FileChannel truncate(long size) throws IOException {
        if (size < size()) {
            disk().truncate(number, size);
        }
        position = Math.min(position, size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        disk().sync(number);
        disk(); // a sync that the kill fell into has not ended
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
        return disk().read(number, into, at);
    }

    @Override
    public int write(ByteBuffer from, long at) throws IOException {
        return disk().write(number, from, at);
    }

    @Override
    public long transferTo(long at, long count, WritableByteChannel target) throws IOException {
        var octets = ByteBuffer.allocate((int) Math.min(count, 1 << 20));
        int n = read(octets, at);
        return n <= 0 ? 0 : target.write(octets.flip());
    }

    @Override
    public long transferFrom(ReadableByteChannel from, long at, long count) throws IOException {
        var octets = ByteBuffer.allocate((int) Math.min(count, 1 << 20));
        int n = from.read(octets);
        return n <= 0 ? 0 : write(octets.flip(), at);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MemorySegment map(MapMode mode, long at, long size, Arena arena) throws IOException {
        return MemorySegment.ofArray(disk().mapped(number)).asSlice(at, size).asReadOnly();
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) {
        return new Lock(this, at, size, shared);
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) {
        return new Lock(this, at, size, shared);
    }

    @Override
    protected void implCloseChannel() {
        // the disk has it all
    }

    /// Nobody else has the disk.
    private static final class Lock extends FileLock {
        Lock(FileChannel channel, long at, long size, boolean shared) {
            super(channel, at, size, shared);
        }

        @Override
        public boolean isValid() {
            return acquiredBy().isOpen();
        }

        @Override
        public void release() {
            // as above
        }
    }
}
