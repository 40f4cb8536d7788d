package dev.jebi.mailstore;

import dev.jebi.mailstore.trace.TraceBlock;
import dev.jebi.mailstore.trace.TraceBlocks;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// The trace, written behind: events wait in a bounded queue that takes no lock, and one thread
/// writes them down about once a second. Safe for use by several threads.
final class StoredTrace implements Trace, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoredTrace.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration EXPIRY = Duration.ofMinutes(10);

    /// With so many waiting, they are written down at once.
    private static final int ENOUGH = 10 * TraceLimits.BLOCK_EVENTS;

    private final TraceBlocks blocks;
    private final TraceLimits limits;
    private final InstantSource clock;
    private final TraceSearch search;
    private final ConcurrentLinkedQueue<TraceEvent> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingEvents = new AtomicInteger();
    private final AtomicLong waitingChars = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final ReentrantLock writing = new ReentrantLock();
    private final Thread thread;
    private Instant written;
    private Instant expired = Instant.EPOCH;
    private Instant complained = Instant.EPOCH;
    private volatile boolean ended;

    private StoredTrace(TraceBlocks blocks, TraceLimits limits, InstantSource clock) {
        this.blocks = blocks;
        this.limits = limits;
        this.clock = clock;
        this.search = new TraceSearch(blocks);
        this.written = clock.instant();
        this.thread = Thread.ofVirtual().name("jebi-trace").unstarted(this::run);
    }

    /// Begins to write down, into blocks that are closed with the trace.
    static StoredTrace start(TraceBlocks blocks, TraceLimits limits, InstantSource clock) {
        var trace = new StoredTrace(blocks, limits, clock);
        trace.thread.start();
        return trace;
    }

    private static int chars(TraceEvent event) {
        int chars = 100 + event.sentence().length();
        for (Map.Entry<String, String> fact : event.facts().entrySet()) {
            chars += 40 + fact.getKey().length() + fact.getValue().length();
        }
        return chars;
    }

    @Override
    public void record(TraceEvent event) {
        int chars = chars(event);
        int events = waitingEvents.incrementAndGet();
        long all = waitingChars.addAndGet(chars);
        if (events > TraceLimits.WAITING_EVENTS || all > TraceLimits.WAITING_CHARS || ended) {
            waitingEvents.decrementAndGet();
            waitingChars.addAndGet(-chars);
            lost.incrementAndGet();
            return;
        }
        waiting.add(event);
        if (events == ENOUGH) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!ended) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
            Thread.interrupted(); // nobody but the end ends it
            write();
        }
    }

    /// Writes down what waits; what cannot be written down is counted.
    private void write() {
        writing.lock();
        try {
            var events = next();
            while (!events.isEmpty()) {
                write(events);
                events = next();
            }
            expire();
        } finally {
            writing.unlock();
        }
    }

    private List<TraceEvent> next() {
        var events = new ArrayList<TraceEvent>();
        var event = waiting.poll();
        while (event != null) {
            waitingEvents.decrementAndGet();
            waitingChars.addAndGet(-chars(event));
            events.add(event);
            event = events.size() < ENOUGH ? waiting.poll() : null;
        }
        return events;
    }

    private void write(List<TraceEvent> events) {
        long missing = lost.getAndSet(0);
        var now = clock.instant();
        if (missing > 0) {
            events.add(gap(missing, now));
            LOG.warn("event=trace-lost events={}", missing);
        }
        var closed = new ArrayList<TraceBlock>();
        for (int i = 0; i < events.size(); i += TraceLimits.BLOCK_EVENTS) {
            int end = Math.min(events.size(), i + TraceLimits.BLOCK_EVENTS);
            closed.add(TraceCodec.encode(events.subList(i, end)));
        }
        try {
            blocks.append(closed);
            written = now;
        } catch (IOException | RuntimeException e) {
            lost.addAndGet(events.size() + missing);
            complain(e, now);
        }
    }

    private TraceEvent gap(long missing, Instant now) {
        return new TraceEvent(
                now,
                "-",
                TraceStep.DISCARDED,
                missing + " entries of the trace could not be written down in time.",
                Map.of(TraceCodec.LOST, Long.toString(missing), "since", written.toString()));
    }

    private void complain(Exception why, Instant now) {
        if (Duration.between(complained, now).compareTo(Duration.ofMinutes(1)) >= 0) {
            complained = now;
            LOG.warn("event=trace outcome=failed reason=\"{}\"", why.getMessage());
            LOG.debug("event=trace fault", why);
        }
    }

    private void expire() {
        var now = clock.instant();
        if (Duration.between(expired, now).compareTo(EXPIRY) < 0) {
            return;
        }
        expired = now;
        try {
            blocks.expire(now.minus(limits.keep()).toEpochMilli(), limits.octets());
        } catch (IOException | RuntimeException e) {
            complain(e, now);
        }
    }

    @Override
    public void flush() {
        write();
    }

    @Override
    public List<TracedMessage> find(TraceQuery query) throws IOException {
        write();
        var floor = clock.instant().minus(limits.keep());
        return search.find(query, floor);
    }

    @Override
    public void close() {
        ended = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        write();
        blocks.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
