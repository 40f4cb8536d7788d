package dev.jebi.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;

import java.io.EOFException;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// The octets on their way from the event loop to the session: chunks of plain heap, as many as a
/// limit allows. The event loop offers and ends; the session's one thread takes. When the limit is
/// reached the socket is read no more, until half of it has been taken.
final class Input {
    /// What a chunk costs besides its octets, so that a peer which sends single octets cannot make
    /// us hold many times the limit.
    private static final int CHUNK_OVERHEAD = 64;

    private static final byte[] NOTHING = new byte[0];

    private final Channel channel;
    private final Parking parking;
    private final Flush beforeWait;
    private final int capacity;
    private final Queue<byte[]> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicBoolean paused = new AtomicBoolean();

    /// Octets offered since the beginning; written by the event loop alone.
    private volatile long received;

    private volatile boolean ended;
    private volatile boolean stopping;
    private volatile long idleNanos;

    // of the session's thread alone
    private byte[] chunk = NOTHING;
    private int position;
    private long taken;

    /// What must happen before the session waits for the peer.
    interface Flush {
        void run() throws IOException;
    }

    /// @param beforeWait sends what the session has said: the peer may wait for it with the rest of
    ///   its line
    Input(Channel channel, int capacity, Parking parking, Flush beforeWait) {
        this.channel = channel;
        this.capacity = capacity;
        this.parking = parking;
        this.beforeWait = beforeWait;
    }

    // ---- the event loop's side

    void offer(ByteBuf octets) {
        int length = octets.readableBytes();
        if (length == 0) {
            return;
        }
        var next = new byte[length];
        octets.readBytes(next);
        countReceived(length);
        queue.add(next);
        if (held.addAndGet(length + CHUNK_OVERHEAD) >= capacity) {
            pause();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void countReceived(int length) {
        received += length;
    }

    private void pause() {
        channel.config().setAutoRead(false);
        paused.set(true);
        resumeWhenLow(); // the session may have taken all of it in between
    }

    /// Nothing more will come.
    void end() {
        ended = true;
        parking.signal();
    }

    /// Takes all that is waiting out of the session's reach: drops the octets before `mark` (an
    /// offset from the beginning) and returns the others. The session's thread must be waiting for
    /// this.
    ByteBuf cut(long mark) {
        var rest = Unpooled.buffer();
        long offset = taken - (chunk.length - position);
        rest.writeBytes(chunk, position, chunk.length - position);
        release();
        for (byte[] next = queue.poll(); next != null; next = queue.poll()) {
            take(next);
            rest.writeBytes(chunk);
            release();
        }
        return rest.skipBytes((int) Math.clamp(mark - offset, 0L, (long) rest.readableBytes()));
    }

    // ---- any thread

    void idleNanos(long nanos) {
        idleNanos = nanos;
    }

    long idleNanos() {
        return idleNanos;
    }

    long received() {
        return received;
    }

    boolean ended() {
        return ended;
    }

    boolean stopping() {
        return stopping;
    }

    /// The server stops: no new line is waited for.
    void stop() {
        stopping = true;
        parking.signal();
    }

    // ---- the session's side

    boolean available() {
        return position < chunk.length || !queue.isEmpty();
    }

    /// The octets that can be had now: the chunk from [#position()] to its end, never empty.
    ///
    /// @param betweenLines whether the conversation may end here when the server stops: between two
    ///   lines, or in one that has not come whole
    byte[] chunk(boolean betweenLines) throws IOException {
        if (position == chunk.length) {
            release();
            byte[] next = queue.poll();
            take(next == null ? await(betweenLines) : next);
        }
        return chunk;
    }

    int position() {
        return position;
    }

    /// All octets of the chunk before `newPosition` have been taken.
    void advance(int newPosition) {
        position = newPosition;
    }

    private void take(byte[] next) {
        chunk = next;
        position = 0;
        taken += next.length;
    }

    private void release() {
        if (chunk.length > 0) {
            held.addAndGet(-(chunk.length + CHUNK_OVERHEAD));
            chunk = NOTHING;
            position = 0;
            resumeWhenLow();
        }
    }

    private void resumeWhenLow() {
        if (paused.get() && held.get() <= capacity / 2 && paused.compareAndSet(true, false)) {
            WireLoops.run(channel, this::resume);
        }
    }

    /// On the event loop, as pausing is, so that the two cannot overtake each other.
    private void resume() {
        if (held.get() < capacity) {
            channel.config().setAutoRead(true);
        }
    }

    private byte[] await(boolean betweenLines) throws IOException {
        beforeWait.run();
        long patience = idleNanos;
        long start = System.nanoTime();
        parking.enter();
        try {
            while (true) {
                boolean last = ended; // read before the queue: what came before the end counts
                byte[] next = queue.poll();
                if (next != null) {
                    return next;
                }
                if (last) {
                    throw new EOFException("the peer is gone");
                }
                if (betweenLines && stopping) {
                    throw new ShuttingDown("the server stops");
                }
                long left = patience - (System.nanoTime() - start);
                if (left <= 0) {
                    throw new IdleTimeout(
                            "the peer was silent for " + patience / 1_000_000 + " ms");
                }
                parking.park(left);
            }
        } finally {
            parking.leave();
        }
    }
}
