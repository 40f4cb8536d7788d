package dev.jebi.mailstore.powercut;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileLock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/// An open file of a [Mount] that does at once what it is asked for.
final class PowerSteadyChannel extends AsynchronousFileChannel {
    private final PowerChannel channel;

    PowerSteadyChannel(PowerChannel channel) {
        this.channel = channel;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public AsynchronousFileChannel truncate(long size) throws IOException {
        channel.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        channel.force(metaData);
    }

    @Override
    public Future<Integer> write(ByteBuffer from, long at) {
        try {
            return CompletableFuture.completedFuture(channel.write(from, at));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Future<Integer> read(ByteBuffer into, long at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <A> void read(
            ByteBuffer into, long at, A attachment, CompletionHandler<Integer, ? super A> then) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <A> void write(
            ByteBuffer from, long at, A attachment, CompletionHandler<Integer, ? super A> then) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <A> void lock(
            long at,
            long size,
            boolean shared,
            A attachment,
            CompletionHandler<FileLock, ? super A> then) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<FileLock> lock(long at, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
