package dev.jebi.transfer;

import dev.jebi.content.Content;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.MailQueue;
import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.MailQueue.Settlement;
import dev.jebi.mailstore.QueueId;
import dev.jebi.mailstore.Trace;
import dev.jebi.mailstore.Watch;
import dev.jebi.transfer.Outcome.Attempt;
import dev.jebi.transfer.Standing.Ending;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Takes what is due from the outbound queue, has it relayed, and settles it: one virtual thread
/// that claims, and one for each destination at work. Safe for use by several threads.
public final class QueueRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueRunner.class);

    /// Entries taken from the queue in one go.
    private static final int CLAIM = 1_000;

    /// Messages that are put off together because their destination is not there.
    private static final int SUSPENDED = 100;

    /// A wake-up may be lost without harm.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /// Between two looks at entries that are due but are not given.
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(20);

    private static final Duration DRAIN = Duration.ofSeconds(10);

    /// For what is settled of attempts that were cut off.
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final MailQueue queue;
    private final Relay relay;
    private final Settling settling;
    private final AttemptTracing tracing;
    private final RelayLimits limits;
    private final InstantSource clock;
    private final Lanes lanes;

    private final Set<RelaySession> sessions = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private boolean work = true;
    private boolean stopping;
    private Optional<Thread> thread = Optional.empty();
    private Optional<Watch> watch = Optional.empty();

    /// A runner that does nothing before [#start], and writes nothing down.
    public QueueRunner(
            MailQueue queue, Relay relay, Bounce bounce, RelayLimits limits, InstantSource clock) {
        this(queue, relay, bounce, limits, Trace.none(), clock);
    }

    /// A runner that does nothing before [#start].
    ///
    /// @param trace hears of what every attempt came to
    public QueueRunner(
            MailQueue queue,
            Relay relay,
            Bounce bounce,
            RelayLimits limits,
            Trace trace,
            InstantSource clock) {
        this.queue = queue;
        this.tracing = new AttemptTracing(trace, clock);
        this.relay = relay;
        this.limits = limits;
        this.clock = clock;
        this.settling = new Settling(bounce, new RetryPolicy(limits, new Random()));
        this.lanes = new Lanes(limits, this::relay, this::wake);
    }

    /// Begins.
    public void start() {
        lock.lock();
        try {
            watch = Optional.of(queue.watch(this::wake));
            thread = Optional.of(Thread.ofVirtual().name("queue-runner").start(this::run));
        } finally {
            lock.unlock();
        }
    }

    /// Looks at the queue at once.
    public void wake() {
        lock.lock();
        try {
            work = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Stops: no other attempt begins, those at work have at most `drain` to end. What was claimed
    /// and not tried is due again after a restart.
    public void close(Duration drain) {
        Optional<Thread> claiming;
        lock.lock();
        try {
            stopping = true;
            woken.signalAll();
            watch.ifPresent(Watch::close);
            claiming = thread;
        } finally {
            lock.unlock();
        }
        sessions.forEach(RelaySession::stop);
        if (!lanes.stop(drain)) {
            sessions.forEach(RelaySession::abort);
            if (!lanes.stop(LAST_WORDS)) {
                LOG.warn("event=queue-runner fault=\"attempts were left behind\"");
            }
        }
        claiming.ifPresent(QueueRunner::join);
    }

    @Override
    public void close() {
        close(DRAIN);
    }

    private static void join(Thread thread) {
        try {
            if (!thread.join(DRAIN)) {
                LOG.warn("event=queue-runner fault=\"did not end\"");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (awaitWork()) {
                try {
                    claim();
                } catch (RuntimeException e) {
                    LOG.error("event=claim fault", e);
                    pause(limits.afterFault());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until something may be due.
    ///
    /// @return false when the runner stops
    private boolean awaitWork() throws InterruptedException {
        long nanos = lanes.room() == 0 ? LONGEST_WAIT.toNanos() : untilDue().toNanos();
        lock.lock();
        try {
            while (!work && !stopping && nanos > 0) {
                nanos = woken.awaitNanos(nanos);
            }
            work = false;
            return !stopping;
        } finally {
            lock.unlock();
        }
    }

    private Duration untilDue() {
        var wait =
                queue.nextDue()
                        .map(due -> Duration.between(clock.instant(), due))
                        .orElse(LONGEST_WAIT);
        if (wait.compareTo(SHORTEST_WAIT) < 0) {
            return SHORTEST_WAIT;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /// Claims all that is due, by destination and message.
    private void claim() {
        int room = lanes.room();
        while (room > 0) {
            var entries = queue.claim(clock.instant(), Math.min(room, CLAIM));
            if (entries.isEmpty()) {
                return;
            }
            var batches = new LinkedHashMap<Batch, List<Entry>>();
            for (var entry : entries) {
                var wishes = entry.particulars().wishes();
                var destination = relay.destination(entry.recipient().domain(), wishes.tls());
                batches.computeIfAbsent(new Batch(destination, entry.id()), _ -> new ArrayList<>())
                        .add(entry);
            }
            batches.forEach(this::add);
            room = lanes.room();
        }
    }

    private void add(Batch batch, List<Entry> entries) {
        int most = limits.recipientsPerTransaction();
        for (int i = 0; i < entries.size(); i += most) {
            lanes.add(
                    batch.destination(),
                    List.copyOf(entries.subList(i, Math.min(entries.size(), i + most))),
                    entries.getFirst().rank());
        }
    }

    /// Works for one destination, on a thread of its own.
    private void relay(Lane lane) {
        try (var session = relay.to(lane.destination(), pausing(lane))) {
            sessions.add(session);
            if (stopping()) {
                session.stop();
            }
            for (var batch = lanes.next(lane); batch.isPresent(); batch = lanes.next(lane)) {
                var suspended = lanes.suspended(lane, clock.instant());
                if (suspended.isPresent()) {
                    suspend(lane, batch.get(), suspended.get());
                } else {
                    attempt(lane, session, batch.get());
                }
            }
            sessions.remove(session);
        }
    }

    private Peers.Pausing pausing(Lane lane) {
        return new Peers.Pausing() {
            @Override
            public void pause() {
                lanes.pausing(lane);
            }

            @Override
            public void resume() {
                lanes.resuming(lane);
            }
        };
    }

    /// A destination where nobody was reached is spared for a while.
    private void note(Lane lane, RelaySession session) {
        if (!stopping()
                && session.unreachable().orElse(null) instanceof Outcome.Deferred(var why)) {
            lanes.unreachable(lane, why, clock.instant());
        }
    }

    private void attempt(Lane lane, RelaySession session, List<Entry> batch) {
        var ending = Ending.NEITHER;
        try {
            ending = relay(session, batch);
            note(lane, session);
        } finally {
            lanes.settled(lane, batch.size(), ending);
        }
    }

    /// No attempt, for this batch and what waits behind it: the last one with this destination was
    /// in vain a moment ago.
    private void suspend(Lane lane, List<Entry> first, Diagnosis why) {
        var batches = new ArrayList<>(List.of(first));
        batches.addAll(lanes.more(lane, SUSPENDED));
        int size = batches.stream().mapToInt(List::size).sum();
        try {
            var outcome = new Outcome.Deferred(why);
            LOG.info(
                    "event=attempt destination={} recipients={} outcome=suspended reply=\"{}\"",
                    lane.destination(),
                    size,
                    why);
            settle(
                    batches.stream()
                            .map(batch ->
                                    batch.stream()
                                            .map(entry -> new Attempt(entry, outcome))
                                            .toList())
                            .toList(),
                    this::contentOf);
        } finally {
            lanes.settled(lane, size, Ending.NEITHER);
        }
    }

    private Content contentOf(QueueId id) {
        try {
            return queue.content(id);
        } catch (IOException | NoSuchElementException e) {
            LOG.warn("event=content queue={} fault=\"{}\"", id.text(), e.toString());
            return Content.of(new byte[0]);
        }
    }

    /// Gives destinations that were not reached another chance at once, and looks at the queue.
    public void retry() {
        lanes.forget();
        wake();
    }

    private boolean stopping() {
        lock.lock();
        try {
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    private Ending relay(RelaySession session, List<Entry> batch) {
        List<Attempt> attempts;
        Content content = Content.of(new byte[0]);
        try {
            content = queue.content(batch.getFirst().id());
            attempts = session.deliver(batch, content, clock.instant());
        } catch (NoSuchElementException e) { // taken out of the queue meanwhile
            LOG.info("event=attempt outcome=removed reason=\"{}\"", e.getMessage());
            return Ending.NEITHER;
        } catch (IOException | RuntimeException e) {
            LOG.error("event=attempt queue={} fault", batch.getFirst().id().text(), e);
            var fault = new Outcome.Deferred(Diagnosis.of("4.3.0", "a fault of this mail system"));
            attempts = batch.stream().map(entry -> new Attempt(entry, fault)).toList();
        }
        var returned = content;
        settle(List.of(attempts), _ -> returned);
        if (attempts.stream().anyMatch(a -> a.outcome() instanceof Outcome.Delivered)) {
            return Ending.TOOK;
        }
        return attempts.stream().anyMatch(a -> a.outcome() instanceof Outcome.Deferred)
                ? Ending.PUSHED_BACK
                : Ending.NEITHER;
    }

    /// What was done must be remembered, or it is done twice: tried until it succeeds.
    ///
    /// @param batches one of each message
    private void settle(List<List<Attempt>> batches, Function<QueueId, Content> content) {
        var now = clock.instant();
        var settlements = new ArrayList<Settlement>();
        var reports = new ArrayList<Incoming>();
        var afterwards = new ArrayList<Runnable>();
        for (var attempts : batches) {
            var settled = settling.settlements(attempts, now);
            var told = reports(attempts.stream().filter(this::stillWaits).toList(), content, now);
            settlements.addAll(settled);
            reports.addAll(told);
            afterwards.add(() -> tracing.settled(attempts, settled, told));
        }
        for (; ; ) {
            try {
                queue.settle(settlements, reports);
                afterwards.forEach(Runnable::run);
                return;
            } catch (IOException | RuntimeException e) {
                LOG.error("event=settle entries={} fault", settlements.size(), e);
                if (!pause(limits.afterFault())) {
                    return; // the restart ends the leases; better twice than never
                }
            }
        }
    }

    /// Nobody wants to hear of a recipient whom somebody has taken out or replaced meanwhile.
    private boolean stillWaits(Attempt attempt) {
        return queue.waits(attempt.entry());
    }

    private List<Incoming> reports(
            List<Attempt> attempts, Function<QueueId, Content> content, Instant now) {
        if (attempts.isEmpty()) {
            return List.of();
        }
        var id = attempts.getFirst().entry().id();
        try {
            return settling.reports(attempts, () -> content.apply(id), now);
        } catch (RuntimeException e) {
            LOG.error("event=bounce queue={} fault", id.text(), e);
            return List.of();
        }
    }

    /// @return false when the runner stops
    private boolean pause(Duration time) {
        lock.lock();
        try {
            long nanos = time.toNanos();
            while (!stopping && nanos > 0) {
                nanos = woken.awaitNanos(nanos);
            }
            return !stopping;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// What goes in one transaction.
    private record Batch(Destination destination, QueueId id) {}
}
