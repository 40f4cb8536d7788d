package dev.jebi.mailstore.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// A file that is written and synced by the thread that asks for it, without notice of interrupts:
/// a plain channel would be closed by one under everybody, and a sync that was cut off may not be
/// done again, since what went wrong with it is told but once. For one thread at a time.
final class SteadyFile implements AutoCloseable {
    private final AsynchronousFileChannel channel;

    private SteadyFile(AsynchronousFileChannel channel) {
        this.channel = channel;
    }

    /// Opens a file that is there.
    static SteadyFile open(Path path) throws IOException {
        var writes = Set.of(StandardOpenOption.WRITE);
        return new SteadyFile(AsynchronousFileChannel.open(path, writes, new Here()));
    }

    void write(long position, ByteBuffer from) throws IOException {
        for (long at = position; from.hasRemaining(); ) {
            at += write(from, at);
        }
    }

    private int write(ByteBuffer from, long at) throws IOException {
        var writing = channel.write(from, at);
        boolean interrupted = Thread.interrupted();
        try {
            return writing.get(); // it is done
        } catch (ExecutionException e) {
            throw new IOException("cannot write at offset " + at, e.getCause());
        } catch (InterruptedException e) {
            throw new IOException("interrupted at offset " + at, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// As fdatasync does.
    void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// Does everything at once, where it is asked for.
    private static final class Here extends AbstractExecutorService {
        private volatile boolean ended;

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {
            ended = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            ended = true;
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return ended;
        }

        @Override
        public boolean isTerminated() {
            return ended;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return ended;
        }
    }
}
