package dev.jebi.wire;

import io.netty.channel.Channel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The connections that a server has: counted against their limits, and told when it stops. Safe
/// for use by several threads.
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    /// Refusals come in floods; one line in this time tells of them.
    private static final long LOG_NANOS = Duration.ofSeconds(1).toNanos();

    private final WireLimits limits;
    private final AtomicInteger inAll = new AtomicInteger();
    private final ConcurrentHashMap<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private final Set<NettyWire> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong loggedAt = new AtomicLong(System.nanoTime() - LOG_NANOS);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    private volatile boolean stopping;

    Connections(WireLimits limits) {
        this.limits = limits;
    }

    /// Counts the channel until it is closed.
    ///
    /// @return false when there are too many already
    boolean enter(Channel channel) {
        if (stopping) {
            return false;
        }
        if (inAll.incrementAndGet() > limits.connections()) {
            inAll.decrementAndGet();
            refused("all", limits.connections(), String.valueOf(channel.remoteAddress()));
            return false;
        }
        channels.add(channel);
        channel.closeFuture()
                .addListener(_ -> {
                    channels.remove(channel);
                    inAll.decrementAndGet();
                    changed();
                });
        return true;
    }

    /// Counts the channel for its address until it is closed. This machine's own addresses are not
    /// counted: what runs here is no stranger.
    boolean enter(Channel channel, InetAddress from) {
        if (from.isLoopbackAddress()) {
            return true;
        }
        var address = counted(from);
        int now = perAddress.merge(address, 1, Integer::sum);
        channel.closeFuture().addListener(_ -> leave(address));
        if (now > limits.connectionsPerAddress()) {
            refused("address", limits.connectionsPerAddress(), address.getHostAddress());
            return false;
        }
        return true;
    }

    /// Whoever has one address of IPv6 has all of its /64 (RFC 4291 §2.5.4): they count as one.
    private static InetAddress counted(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length == 4) {
            return address;
        }
        Arrays.fill(octets, 8, octets.length, (byte) 0);
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 16 octets are an address
        }
    }

    private void leave(InetAddress address) {
        perAddress.computeIfPresent(address, (_, n) -> n == 1 ? null : n - 1);
    }

    private void refused(String limit, int value, String address) {
        refusals.incrementAndGet();
        long last = loggedAt.get();
        long now = System.nanoTime();
        if (now - last >= LOG_NANOS && loggedAt.compareAndSet(last, now)) {
            LOG.warn(
                    "event=connection.refused limit={} value={} address={} refusals={}",
                    limit,
                    value,
                    address,
                    refusals.getAndSet(0));
        }
    }

    /// A session has begun; it hears of the stop, also of one that has just happened.
    void began(NettyWire session) {
        sessions.add(session);
        if (stopping) {
            session.stop();
        }
    }

    void ended(NettyWire session) {
        sessions.remove(session);
        changed();
    }

    private void changed() {
        if (stopping) {
            lock.lock();
            try {
                fewer.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Lets nobody in any more and tells all sessions.
    void stop() {
        stopping = true;
        sessions.forEach(NettyWire::stop);
    }

    /// Waits until no session runs.
    ///
    /// @return how many run nevertheless when the time is over
    int awaitSessions(Duration atMost) {
        await(sessions, atMost);
        return sessions.size();
    }

    /// Waits until no channel is open, then closes those that are.
    void closeChannels(Duration atMost) {
        await(channels, atMost);
        channels.forEach(WireLoops::close);
        await(channels, atMost);
    }

    private void await(Set<?> open, Duration atMost) {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!open.isEmpty() && left > 0) {
                left = fewer.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever stops us is in a hurry
        } finally {
            lock.unlock();
        }
    }

    void abortSessions() {
        sessions.forEach(NettyWire::abort);
    }
}
