package dev.jebi.mailstore.cluster;

import dev.jebi.content.Content;
import dev.jebi.mailstore.journal.Entry;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// An entry on its way into the log, and the thread that waits for it.
final class Waiting {
    private final Entry entry;
    private final Content body;
    private final long size;
    private final Optional<ObjectRange> stored;
    private final Thread waiter = Thread.currentThread();
    private final long since = System.nanoTime();
    private Optional<Exception> failure = Optional.empty();
    private boolean written;
    private volatile boolean done;
    private volatile boolean abandoned;

    private Waiting(Entry entry, Content body, long size, Optional<ObjectRange> stored) {
        this.entry = entry;
        this.body = body;
        this.size = size;
        this.stored = stored;
    }

    /// Reads the body, on the thread of whoever brings it: a small one into heap, so that the
    /// committer need not wait for a disk, a large one into the content store.
    static Waiting of(Entry entry, ContentStore store, int large) throws IOException {
        var body = entry.body();
        long size = body.size();
        if (size > large) {
            return new Waiting(entry, Content.of(new byte[0]), size, Optional.of(store.put(body)));
        }
        var octets = ByteBuffer.allocate((int) size);
        if (body.read(0, octets) < size) {
            throw new EOFException("content is shorter than its size");
        }
        return new Waiting(entry, Content.of(octets.array()), size, Optional.empty());
    }

    Entry entry() {
        return entry;
    }

    /// The body, where it is small.
    Content body() {
        return body;
    }

    /// The whole body, wherever it is.
    Content whole() {
        return stored.isPresent() ? entry.body() : body;
    }

    /// Octets of the body.
    long size() {
        return size;
    }

    /// Where the body is, when it was large.
    Optional<ObjectRange> stored() {
        return stored;
    }

    /// When it began to wait, by the clock of [System#nanoTime].
    long since() {
        return since;
    }

    /// Whether nobody waits any more.
    boolean abandoned() {
        return abandoned;
    }

    /// It is durable, or was withdrawn.
    void complete(boolean isWritten) {
        written = isWritten;
        wake();
    }

    /// It was not taken, or nobody knows; without effect when it is done already.
    void fail(Exception why) {
        if (!done) {
            failure = Optional.of(why);
            wake();
        }
    }

    /// Waits; an interrupt does not end the wait, since the change may be on its way.
    ///
    /// @return whether it was written
    boolean await(Duration atMost) throws IOException {
        boolean interrupted = false;
        long deadline = since + atMost.toNanos();
        while (!done) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                abandoned = true;
                throw new StoreUnreachable(new IOException("no answer in time"));
            }
            LockSupport.parkNanos(this, left);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure.isPresent()) {
            switch (failure.get()) {
                case RuntimeException refused -> throw refused;
                case StoreUnreachable unreachable -> throw new StoreUnreachable(unreachable);
                case Exception failed -> throw new IOException(failed.getMessage(), failed);
            }
        }
        return written;
    }

    private void wake() {
        done = true;
        LockSupport.unpark(waiter);
    }
}
