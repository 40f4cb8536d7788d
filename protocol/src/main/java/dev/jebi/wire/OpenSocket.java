package dev.jebi.wire;

import io.netty.channel.Channel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/// A socket of epoll that its session writes to, and may read from, without its event loop: what
/// goes through the loop wakes a thread for one system call. The descriptor's number belongs to
/// somebody else once the socket is closed, so each call holds off the close, which waits for no
/// peer: the socket never blocks. Safe for use by several threads.
final class OpenSocket {
    /// What one call takes at most, and the size of the buffers.
    private static final int STEP = 64 * 1024;

    private static final byte[] NOTHING = new byte[0];

    /// All that are in an epoll set; Netty takes a socket out of the set before it closes it.
    private static final Map<FileDescriptor, OpenSocket> OPEN = new ConcurrentHashMap<>();

    /// As many as there have been writers at once.
    private static final Queue<ByteBuffer> BUFFERS = new ConcurrentLinkedQueue<>();

    private final Socket socket;
    private final ReentrantLock lock = new ReentrantLock();

    /// Held by who reads until what it has read stands in its place; taken before the other one.
    private final ReentrantLock reading = new ReentrantLock();

    private boolean closed;

    private OpenSocket(Socket socket) {
        this.socket = socket;
    }

    /// The socket is in an epoll set from now on.
    static Optional<OpenSocket> entered(FileDescriptor descriptor) {
        if (descriptor instanceof Socket socket) {
            var open = new OpenSocket(socket);
            OPEN.put(descriptor, open);
            return Optional.of(open);
        }
        return Optional.empty();
    }

    /// The socket leaves the set, and may be closed afterwards: nobody writes to it any more.
    static void left(FileDescriptor descriptor) {
        var open = OPEN.remove(descriptor);
        if (open != null) {
            open.close();
        }
    }

    /// The socket of a channel, where it is one of epoll.
    static Optional<OpenSocket> of(Channel channel) {
        return channel instanceof UnixChannel unix
                ? Optional.ofNullable(OPEN.get(unix.fd()))
                : Optional.empty();
    }

    private void close() {
        reading.lock();
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
            reading.unlock();
        }
    }

    /// The event loop may read from now on, and nobody else until [#looked()].
    void looks() {
        reading.lock();
    }

    /// All that the event loop has read stands in its place.
    void looked() {
        reading.unlock();
    }

    /// Takes what the peer has said. Its end, and what is wrong with the socket, is for the event
    /// loop to meet and to tell.
    ///
    /// @param earlier what the event loop has read: while there is any of it, nothing is taken
    /// @param most so many octets are taken
    /// @return what was said, empty where there is nothing now
    byte[] receive(Queue<byte[]> earlier, int most) {
        if (!reading.tryLock()) {
            return NOTHING;
        }
        try {
            return closed || !earlier.isEmpty() ? NOTHING : receive(most);
        } finally {
            reading.unlock();
        }
    }

    private byte[] receive(int most) {
        var taken = BUFFERS.poll();
        var buffer = taken == null ? ByteBuffer.allocateDirect(STEP) : taken;
        try {
            int count = socket.recv(buffer.clear(), 0, Math.min(most, STEP));
            if (count <= 0) {
                return NOTHING;
            }
            byte[] octets = new byte[count];
            buffer.get(0, octets);
            return octets;
        } catch (IOException _) { // the event loop will meet it, too
            return NOTHING;
        } finally {
            BUFFERS.add(buffer);
        }
    }

    /// Sends as much as the socket takes now; what it did not take is for the event loop, which
    /// also meets, and tells, what is wrong with it.
    ///
    /// @return how many octets it has taken
    int send(byte[] octets, int length) {
        var taken = BUFFERS.poll();
        var buffer = taken == null ? ByteBuffer.allocateDirect(STEP) : taken;
        int count = Math.min(length, STEP);
        buffer.clear().put(octets, 0, count);
        lock.lock();
        try {
            return closed ? 0 : Math.max(0, socket.send(buffer, 0, count));
        } catch (IOException _) { // the event loop will meet it, too
            return 0;
        } finally {
            lock.unlock();
            BUFFERS.add(buffer);
        }
    }
}
