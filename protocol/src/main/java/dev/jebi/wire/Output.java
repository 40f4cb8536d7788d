package dev.jebi.wire;

import dev.jebi.content.Content;
import dev.jebi.content.FileRange;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// The octets on their way from the session to the socket. The session's thread fills an array,
/// which goes to the event loop whole; no more than a limit is on the way at any time, and a peer
/// that takes nothing is given up. An idle wire holds no array.
final class Output {
    /// The largest step in which octets go out.
    private static final int LARGEST_CHUNK = 128 * 1024;

    private static final int SMALLEST_CHUNK = 256;

    /// Who writes so much at once writes more.
    private static final int MUCH = 16 * 1024;

    private static final byte[] NOTHING = new byte[0];

    private final Channel channel;
    private final Parking parking;
    private final long capacity;
    private final int chunkSize;
    private final long stallNanos;

    /// Octets that the event loop has been given and the socket has not taken.
    private final AtomicLong underWay = new AtomicLong();

    private volatile boolean ended;
    private volatile @Nullable Throwable fault;

    // of the session's thread alone
    private Optional<OpenSocket> direct = Optional.empty();
    private Optional<Deflation> deflation = Optional.empty();
    private byte[] chunk = NOTHING;
    private int length;

    Output(Channel channel, WireLimits limits, Parking parking) {
        this.channel = channel;
        this.parking = parking;
        this.capacity = limits.outputBuffer();
        this.chunkSize = Math.clamp(limits.outputBuffer(), SMALLEST_CHUNK, LARGEST_CHUNK);
        this.stallNanos = limits.patience().stall().toNanos();
    }

    /// From now on what is flushed goes to the socket at once, as far as it takes it; without one,
    /// through the channel's pipeline.
    void direct(Optional<OpenSocket> socket) {
        direct = socket;
    }

    /// From now on what is written goes out compressed; what was written before goes out plain.
    void startDeflation() throws IOException {
        flush();
        deflation = Optional.of(new Deflation(chunkSize));
    }

    /// Ends the compressed stream with what was written; what comes after it is plain.
    void endDeflation() throws IOException {
        squeeze(Deflation::finish);
        deflation = Optional.empty();
    }

    /// Nothing will be written for a while.
    void rest() {
        deflation.ifPresent(Deflation::rest);
    }

    /// Nothing will be written any more.
    void close() {
        deflation.ifPresent(Deflation::close);
    }

    boolean empty() {
        return length == 0 && deflation.filter(Deflation::unflushed).isEmpty();
    }

    void write(byte[] octets) throws IOException {
        write(octets, 0, octets.length);
    }

    void write(byte[] octets, int offset, int count) throws IOException {
        int from = offset;
        int left = count;
        while (left > 0) {
            reserve(left);
            int n = Math.min(left, chunk.length - length);
            System.arraycopy(octets, from, chunk, length, n);
            length += n;
            from += n;
            left -= n;
        }
    }

    /// Writes the content through heap, a chunk at a time.
    void copy(Content content) throws IOException {
        long size = content.size();
        long at = 0;
        while (at < size) {
            reserve((int) Math.min(size - at, chunkSize));
            int room = (int) Math.min(size - at, chunk.length - length);
            int n = content.read(at, ByteBuffer.wrap(chunk, length, room));
            if (n <= 0) {
                throw new IOException("content ends at " + at + " of " + size);
            }
            length += n;
            at += n;
        }
    }

    /// Lets the kernel send a part of a file, and waits until it has: the file's owner may close it
    /// afterwards.
    void send(FileRange file) throws IOException {
        flush();
        long at = file.position();
        long end = at + file.size();
        while (at < end) {
            long step = Math.min(end - at, LARGEST_CHUNK);
            awaitRoom(step);
            var region = new OpenFileRegion(file.channel(), at, step);
            give(region, step);
            at += step;
        }
        awaitAtMost(0);
    }

    /// Hands to the event loop what is there. Waits only where too much is on the way.
    void flush() throws IOException {
        check();
        if (deflation.isPresent()) {
            squeeze(Deflation::flush);
        } else if (length > 0) {
            byte[] octets = chunk;
            int count = length;
            drop();
            hand(octets, count);
        }
    }

    private void hand(byte[] octets, int count) throws IOException {
        int sent = direct.isPresent() && underWay.get() == 0 ? direct.get().send(octets, count) : 0;
        if (sent < count) {
            awaitRoom(count - sent);
            give(Unpooled.wrappedBuffer(octets, sent, count - sent), count - sent);
        }
    }

    /// How a step of compression ends.
    private interface Ending {
        void end(Deflation deflation, Deflation.Pieces to) throws IOException;
    }

    /// Compresses what is there, and hands on what comes of it.
    private void squeeze(Ending ending) throws IOException {
        var compressor = deflation.orElseThrow();
        byte[] octets = chunk;
        int count = length;
        drop();
        compressor.write(octets, count, this::hand);
        ending.end(compressor, this::hand);
    }

    /// Forgets what was not flushed.
    void drop() {
        chunk = NOTHING;
        length = 0;
    }

    /// The connection can take no more; called on the event loop.
    void end(@Nullable Throwable cause) {
        if (fault == null) {
            fault = cause;
        }
        ended = true;
        parking.signal();
    }

    /// Makes room for at least one octet, for `wanted` where a chunk has that much.
    private void reserve(int wanted) throws IOException {
        if (length == chunkSize && deflation.isPresent()) {
            check();
            squeeze((_, _) -> {}); // more follows: what the compressor keeps need not go out now
        } else if (length == chunkSize) {
            flush();
        }
        int size = Math.min(chunkSize, length + wanted);
        if (size > chunk.length) {
            int grown = Math.max(SMALLEST_CHUNK, Math.max(size, chunk.length * 2));
            grown = size >= MUCH ? chunkSize : grown; // more will follow: it need not be copied
            chunk = Arrays.copyOf(chunk, Math.min(chunkSize, grown));
        }
    }

    private void give(Object message, long count) throws IOException {
        underWay.addAndGet(count);
        boolean given =
                WireLoops.run(
                        channel,
                        () ->
                                channel.writeAndFlush(message)
                                        .addListener(sent -> sent(count, sent.cause())));
        if (!given) {
            throw new IOException("the connection is closed");
        }
    }

    private void sent(long count, @Nullable Throwable cause) {
        underWay.addAndGet(-count);
        if (cause != null) {
            end(cause);
        } else {
            parking.signal();
        }
    }

    private void awaitRoom(long wanted) throws IOException {
        awaitAtMost(Math.max(0, capacity - wanted));
    }

    /// Waits until no more than `most` octets are on the way; the wait is bounded from each
    /// progress on.
    private void awaitAtMost(long most) throws IOException {
        long seen = underWay.get();
        if (seen <= most) {
            check();
            return;
        }
        long since = System.nanoTime();
        parking.enter();
        try {
            for (long now = underWay.get(); now > most; now = underWay.get()) {
                check();
                if (now != seen) {
                    seen = now;
                    since = System.nanoTime();
                }
                long left = stallNanos - (System.nanoTime() - since);
                if (left <= 0) {
                    throw new IdleTimeout("the peer takes no output");
                }
                parking.park(left);
            }
        } finally {
            parking.leave();
        }
        check();
    }

    private void check() throws IOException {
        if (ended) {
            throw new IOException("the connection is gone", fault);
        }
    }
}
