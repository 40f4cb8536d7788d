package dev.jebi.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The octets on their way from the event loop to the session: chunks of plain heap, as many as a
/// limit allows. The event loop offers and ends; the session's one thread takes. When the limit is
/// reached the socket is read no more, until half of it has been taken. A peer that answers at once
/// is heard by the session itself, at the socket.
final class Input {
    /// What a chunk costs besides its octets, so that a peer which sends single octets cannot make
    /// us hold many times the limit.
    private static final int CHUNK_OVERHEAD = 64;

    /// Whoever says nothing for so long may say nothing for long.
    private static final long LONG_WAIT = TimeUnit.SECONDS.toNanos(10);

    /// So long a session looks for what the peer says next before it sleeps. To be woken takes
    /// longer than a peer on the same machine takes to answer.
    private static final long GLANCE = TimeUnit.MICROSECONDS.toNanos(100);

    /// A glance in vain counts against so many answers that came soon, and no more of them count:
    /// glances cost little where the answers take their time.
    private static final int GLANCE_IN_VAIN = 8;

    /// So often it looks before every other session goes first: that wakes a thread to run them,
    /// which may take the processor that the peer needs for its answer.
    private static final int LOOKS = 32;

    /// Where there is one processor the peer would wait for the one who looks.
    private static final boolean GLANCES = Runtime.getRuntime().availableProcessors() > 1;

    private static final byte[] NOTHING = new byte[0];

    private final Channel channel;
    private final Parking parking;
    private final Waiting waiting;
    private final int capacity;
    private final Queue<byte[]> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicBoolean paused = new AtomicBoolean();

    /// Octets that have reached us since the beginning.
    private final AtomicLong received = new AtomicLong();

    private volatile boolean ended;
    private volatile boolean stopping;
    private volatile long idleNanos;

    /// Whether the session reads from the socket, and we do not. Of the event loop alone.
    private boolean lent;

    // of the session's thread alone
    private Optional<OpenSocket> direct = Optional.empty();
    private boolean borrowed;
    private byte[] chunk = NOTHING;
    private int position;
    private long taken;
    private Optional<Inflation> inflation = Optional.empty();
    private boolean hurried;
    private int promptness;
    private long deadline;

    /// What a chunk that is being made plain holds of the limit.
    private int inflating;

    /// What happens when the session waits for the peer.
    interface Waiting {
        /// Sends what the session has said: the peer may wait for it with the rest of its line.
        void begins() throws IOException;

        /// Gives back what is not needed while nothing is said.
        default void lasts() {}
    }

    Input(Channel channel, int capacity, Parking parking, Waiting waiting) {
        this.channel = channel;
        this.capacity = capacity;
        this.parking = parking;
        this.waiting = waiting;
    }

    // ---- the event loop's side

    void offer(ByteBuf octets) {
        int length = octets.readableBytes();
        if (length == 0) {
            return;
        }
        var next = new byte[length];
        octets.readBytes(next);
        received.addAndGet(length);
        queue.add(next);
        if (held.addAndGet(length + CHUNK_OVERHEAD) >= capacity) {
            pause();
        }
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
        return received.get();
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

    /// From now on what the peer says is compressed, beginning with the next octet.
    void startInflation() {
        var inflater = new Inflation();
        inflation = Optional.of(inflater);
        if (position < chunk.length) { // it has not waited for our answer
            inflater.feed(Arrays.copyOfRange(chunk, position, chunk.length));
            inflating = chunk.length + CHUNK_OVERHEAD;
            chunk = NOTHING;
            position = 0;
        } else {
            release();
        }
    }

    /// From now on what the peer says is plain, beginning behind the line that was read last.
    void endInflation() {
        chunk = inflation.orElseThrow().end();
        position = 0;
        int held = chunk.length == 0 ? 0 : chunk.length + CHUNK_OVERHEAD;
        free(inflating - held);
        inflating = 0;
        inflation = Optional.empty();
    }

    /// Nothing may come for a while.
    void rest() {
        inflation.ifPresent(Inflation::rest);
    }

    /// Nothing will be read any more.
    void close() {
        inflation.ifPresent(Inflation::close);
    }

    boolean available() {
        if (position < chunk.length) {
            return true;
        }
        return inflation.isPresent() ? inflated(inflation.get()) : !queue.isEmpty();
    }

    /// Whether something compressed has come that stands for octets; or damage, which the next read
    /// will meet.
    private boolean inflated(Inflation inflater) {
        while (true) {
            byte[] plain = inflater.next();
            if (plain.length > 0) {
                chunk = plain;
                position = 0;
                return true;
            }
            free(inflating);
            inflating = 0;
            if (inflater.broken()) {
                return true;
            }
            byte[] next = queue.poll();
            if (next == null) {
                return false;
            }
            inflate(inflater, next);
        }
    }

    private void inflate(Inflation inflater, byte[] next) {
        taken += next.length;
        inflating = next.length + CHUNK_OVERHEAD;
        inflater.feed(next);
    }

    private void inflate(Inflation inflater, boolean betweenLines) throws IOException {
        while (!inflated(inflater)) {
            inflate(inflater, await(betweenLines));
        }
        if (position == chunk.length) {
            throw new EOFException("what the peer sends is not compressed");
        }
    }

    /// The octets that can be had now: the chunk from [#position()] to its end, never empty.
    ///
    /// @param betweenLines whether the conversation may end here when the server stops: between two
    ///   lines, or in one that has not come whole
    byte[] chunk(boolean betweenLines) throws IOException {
        if (position == chunk.length && inflation.isPresent()) {
            inflate(inflation.get(), betweenLines);
        } else if (position == chunk.length) {
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

    /// The time for something that comes in parts: each part alone may take the idle time, and all
    /// together no more than that and what a slow line needs. For the session's thread.
    final class Patience {
        private final long start = System.nanoTime();
        private final long nanosPerOctet;

        private Patience(long nanosPerOctet) {
            this.nanosPerOctet = nanosPerOctet;
            count(0);
        }

        /// So many octets have come.
        void count(long octets) {
            hurried = true;
            deadline = start + idleNanos + octets * nanosPerOctet;
        }

        void end() {
            hurried = false;
        }
    }

    /// For a line: the idle time is for all of it.
    Patience patience() {
        return new Patience(0);
    }

    /// For content.
    ///
    /// @param slowest octets a second
    Patience patience(int slowest) {
        return new Patience(TimeUnit.SECONDS.toNanos(1) / slowest);
    }

    /// Waits, whatever the peer says meanwhile, unless it goes or the server stops.
    void pause(long nanos) throws IOException {
        waiting.begins();
        long start = System.nanoTime();
        parking.enter();
        try {
            long left = nanos;
            while (left > 0 && !ended && !stopping) {
                parking.park(left);
                left = nanos - (System.nanoTime() - start);
            }
        } finally {
            parking.leave();
        }
    }

    private void take(byte[] next) {
        chunk = next;
        position = 0;
        taken += next.length;
    }

    private void release() {
        if (chunk.length > 0) {
            int length = chunk.length;
            chunk = NOTHING;
            position = 0;
            free(length + CHUNK_OVERHEAD);
        }
    }

    private void free(int count) {
        if (count > 0) {
            held.addAndGet(-count);
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
        if (held.get() < capacity && !lent) {
            channel.config().setAutoRead(true);
        }
    }

    /// From now on a prompt peer may be heard at its socket; without one, through the channel's
    /// pipeline.
    void direct(Optional<OpenSocket> socket) {
        giveBack();
        direct = socket;
    }

    /// The session looks at the socket by itself, and the event loop sleeps meanwhile: to wake it
    /// takes as long as a prompt peer takes for its answer.
    private void borrow() {
        if (!borrowed && direct.isPresent()) {
            borrowed = WireLoops.run(channel, this::lend);
        }
    }

    private void lend() {
        lent = true;
        channel.config().setAutoRead(false);
    }

    /// The event loop listens again: before the session waits for anything but a glance.
    void giveBack() {
        if (borrowed) {
            borrowed = false;
            WireLoops.run(channel, this::listen);
        }
    }

    private void listen() {
        lent = false;
        if (!paused.get()) {
            channel.config().setAutoRead(true);
        }
    }

    private byte[] await(boolean betweenLines) throws IOException {
        waiting.begins();
        long patience = idleNanos;
        long start = System.nanoTime();
        if (promptness > 0) {
            byte[] heard = glance(start);
            if (heard.length > 0) {
                return heard;
            }
        }
        giveBack();
        boolean lasts = inflation.isEmpty(); // else there is something to give back
        parking.enter();
        try {
            while (true) {
                boolean last = ended; // read before the queue: what came before the end counts
                byte[] next = queue.poll();
                if (next != null) {
                    learn(System.nanoTime() - start);
                    return next;
                }
                if (last) {
                    throw new EOFException("the peer is gone");
                }
                if (betweenLines && stopping) {
                    throw new ShuttingDown("the server stops");
                }
                long now = System.nanoTime();
                long waited = now - start;
                if (waited >= patience) {
                    throw new IdleTimeout(
                            "the peer was silent for " + patience / 1_000_000 + " ms");
                }
                long end = hurried ? Math.min(patience, deadline - start) : patience;
                if (waited >= end) {
                    throw new IdleTimeout("the peer says something all the time, and no end comes");
                }
                if (!lasts && waited >= LONG_WAIT) {
                    waiting.lasts();
                    rest();
                    lasts = true;
                }
                parking.park(lasts ? end - waited : Math.min(end, LONG_WAIT) - waited);
            }
        } finally {
            parking.leave();
        }
    }

    /// Looks out for the peer's words for a moment, and lets every other session go first now and
    /// then.
    ///
    /// @return empty when there were none
    private byte[] glance(long start) {
        for (int look = 1; !ended && !stopping; look++) {
            byte[] next = queue.poll();
            byte[] heard = next == null ? hear() : next;
            if (heard.length > 0) {
                promptness = Math.min(promptness + 1, GLANCE_IN_VAIN);
                return heard;
            }
            if (System.nanoTime() - start >= GLANCE) {
                promptness -= GLANCE_IN_VAIN;
                return NOTHING;
            }
            if (look % LOOKS == 0) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
        return NOTHING;
    }

    /// What the peer has said that no event loop has heard.
    private byte[] hear() {
        if (!borrowed) {
            return NOTHING;
        }
        byte[] heard = direct.orElseThrow().receive(queue, capacity);
        if (heard.length > 0) {
            received.addAndGet(heard.length);
            held.addAndGet(heard.length + CHUNK_OVERHEAD);
        }
        return heard;
    }

    private void learn(long waited) {
        if (GLANCES && waited < 2 * GLANCE) {
            promptness = Math.min(promptness + 1, 1);
        }
        if (promptness > 0) {
            borrow();
        }
    }
}
