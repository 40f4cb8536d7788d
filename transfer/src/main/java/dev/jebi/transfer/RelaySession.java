package dev.jebi.transfer;

import dev.jebi.address.Domain;
import dev.jebi.content.Content;
import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.smtp.EnhancedStatus;
import dev.jebi.smtp.MailTransaction;
import dev.jebi.smtp.Reply;
import dev.jebi.smtp.Transmission;
import dev.jebi.transfer.Connector.Opening;
import dev.jebi.transfer.Outcome.Attempt;
import dev.jebi.transfer.Peers.Pausing;
import dev.jebi.transfer.tls.HopPolicy;
import dev.jebi.transfer.tls.HopPolicy.Applied;
import dev.jebi.transfer.tls.TlsPolicies;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Messages on their way to one destination, one after the other, over one connection as long as it
/// holds, be it one that was left by others; for one thread, but for [#abort()].
final class RelaySession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RelaySession.class);

    private static final EnhancedStatus BAD_CONNECTION = new EnhancedStatus(4, 4, 2);

    /// Connections that broke one after the other, until the rest of the messages is spared the
    /// wait.
    private static final int ENOUGH = 2;

    private static final EnhancedStatus NO_REQUIRETLS = new EnhancedStatus(5, 7, 30);
    private static final EnhancedStatus TLS_FAILED = new EnhancedStatus(4, 7, 5);
    private static final Diagnosis STOPPED = Diagnosis.of("4.3.2", "this mail system is stopping");

    private final Destination destination;
    private final NextHops nextHops;
    private final Connector connector;
    private final RelayLimits limits;
    private final Peers peers;
    private final Pausing pausing;

    /// Hosts that were tried in vain, with the reasons.
    private final List<String> before = new ArrayList<>();

    private final Deque<Target> untried = new ArrayDeque<>();

    /// Those that were waited for a short time only.
    private final Set<Target> hurried = new HashSet<>();

    private TlsPolicies.Plan plan = (_, _) -> HopPolicy.MAY;
    private boolean searched;
    private int broken;
    private volatile boolean aborted;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Thread> opening = Optional.empty();
    private volatile Optional<PeerSession> peer = Optional.empty();
    private Optional<Outcome> unreachable = Optional.empty();

    /// What sessions share.
    record Means(NextHops nextHops, Connector connector, RelayLimits limits, Peers peers) {
        Means under(TlsPolicies policies) {
            return new Means(nextHops, connector.under(policies), limits, peers);
        }
    }

    /// @param pausing hears when this session waits for its turn with a host
    RelaySession(Destination destination, Means means, Pausing pausing) {
        this.destination = destination;
        this.nextHops = means.nextHops();
        this.connector = means.connector();
        this.limits = means.limits();
        this.peers = means.peers();
        this.pausing = pausing;
    }

    /// Why no host of this destination could be reached, if so; all that is still to come has the
    /// same outcome.
    Optional<Outcome> unreachable() {
        return unreachable;
    }

    /// Tries to deliver one message to these recipients, all of the same message.
    List<Attempt> deliver(List<Entry> entries, Content content, Instant now) {
        if (peer.isEmpty() && untried.isEmpty()) {
            searched = false; // what broke under the message before may hold for this one
        }
        var attempts = new ArrayList<Attempt>();
        var waiting = new ArrayList<>(entries);
        while (!waiting.isEmpty()) {
            var begun = System.nanoTime();
            var open = open();
            if (open.isEmpty()) {
                var outcome = unreachable.orElseThrow();
                var via = new Via(Optional.empty(), "none", before);
                waiting.forEach(entry -> attempts.add(new Attempt(entry, outcome, via)));
                log("none", "none", waiting, outcome, begun);
                break;
            }
            var settled = transact(open.get(), waiting, transactions(content, now), begun);
            attempts.addAll(settled);
            settled.forEach(attempt -> waiting.remove(attempt.entry()));
        }
        return attempts;
    }

    private Via via(PeerSession session) {
        return new Via(Optional.of(session.target().toString()), session.tlsInWords(), before);
    }

    private interface Transactions {
        MailTransaction to(List<Entry> entries);
    }

    /// One transaction. What is not among the results is to be tried again at once.
    private List<Attempt> transact(
            PeerSession session, List<Entry> waiting, Transactions transactions, long begun) {
        boolean reused = session.messages() > 0;
        var entries = within(session, waiting);
        var results = session.send(transactions.to(entries));
        if (reused && results.stream().allMatch(RelaySession::closedBefore)) {
            // it closed while nothing was said: no attempt, and no fault of the peer's
            close(session);
            untried.addFirst(session.target());
            return List.of();
        }
        note(session, results);
        if (!session.usable()) {
            close(session);
        }
        broken = results.stream().anyMatch(Transmission.Broken.class::isInstance) ? broken + 1 : 0;
        if (results.stream().allMatch(RelaySession::anotherMayDo) && !untried.isEmpty()) {
            log(session, entries, outcome(results.getFirst(), session), begun);
            close(session);
            return List.of(); // the next host may do better
        }
        var attempts = new ArrayList<Attempt>();
        boolean progress = results.stream().anyMatch(RelaySession::taken);
        for (int i = 0; i < entries.size(); i++) {
            if (!progress || !tooMany(results.get(i))) {
                var outcome = outcome(results.get(i), session);
                attempts.add(new Attempt(entries.get(i), outcome, via(session)));
            }
        }
        if (broken >= ENOUGH && untried.isEmpty()) {
            unreachable = Optional.of(outcome(results.getLast(), session));
        }
        for (var attempt : attempts) {
            log(session, List.of(attempt.entry()), attempt.outcome(), begun);
        }
        return attempts;
    }

    /// Those of the entries that the peer takes in one transaction (RFC 9422 §4).
    private static List<Entry> within(PeerSession session, List<Entry> waiting) {
        int most = session.limit("RCPTMAX").orElse(Integer.MAX_VALUE);
        int domains = session.limit("RCPTDOMAINMAX").orElse(Integer.MAX_VALUE);
        var within = new ArrayList<Entry>();
        var seen = new HashSet<Domain>();
        for (Entry entry : waiting) {
            var domain = entry.recipient().domain();
            if (within.size() < most && (seen.contains(domain) || seen.size() < domains)) {
                seen.add(domain);
                within.add(entry);
            }
        }
        return within;
    }

    private void note(PeerSession session, List<Transmission> results) {
        if (results.stream().anyMatch(RelaySession::taken)) {
            peers.took(session.target());
        } else if (results.stream().anyMatch(RelaySession::pushedBack)) {
            peers.pushedBack(session.target());
        }
    }

    /// The session to use: the one that there is, or one with the next target that opens.
    private Optional<PeerSession> open() {
        peer.filter(session -> session.messages() >= most(session))
                .ifPresent(session -> {
                    close(session);
                    untried.addFirst(session.target());
                });
        if (aborted) {
            unreachable = Optional.of(new Outcome.Deferred(STOPPED));
        }
        if (peer.isPresent() || unreachable.isPresent()) {
            return peer;
        }
        if (beginOpening()) {
            try {
                find();
            } finally {
                endOpening();
            }
        }
        if (aborted && peer.isEmpty()) {
            unreachable = Optional.of(new Outcome.Deferred(STOPPED));
        }
        return peer;
    }

    /// How many messages go over one connection.
    private int most(PeerSession session) {
        return Math.min(
                limits.messagesPerConnection(), session.limit("MAILMAX").orElse(Integer.MAX_VALUE));
    }

    /// @return false when nothing may be begun any more
    private boolean beginOpening() {
        lock.lock();
        try {
            opening = aborted ? Optional.empty() : Optional.of(Thread.currentThread());
            return opening.isPresent();
        } finally {
            lock.unlock();
        }
    }

    /// What comes now, the settling, is not to be interrupted.
    private void endOpening() {
        lock.lock();
        try {
            opening = Optional.empty();
            if (aborted && Thread.interrupted()) {
                LOG.debug("event=relay-opening outcome=stopped destination={}", destination);
            }
        } finally {
            lock.unlock();
        }
    }

    private void find() {
        if (!searched) {
            searched = true;
            plan = connector.plan(destination);
            before.clear();
            hurried.clear();
            switch (nextHops.find(destination)) {
                case NextHops.Found.Targets(var targets) -> untried.addAll(peers.ordered(targets));
                case NextHops.Found.Nowhere(var outcome) -> unreachable = Optional.of(outcome);
            }
        }
        Optional<Outcome> last = Optional.empty();
        while (peer.isEmpty() && !untried.isEmpty() && !aborted) {
            var next = untried.removeFirst();
            var hop = plan.of(next.host(), next.address().getPort());
            var target = next.under(hop.policy());
            var refused = connector.refused(target, hop.applied());
            peer = refused.isPresent() ? Optional.empty() : peers.idle(target);
            if (refused.isPresent()) {
                last = Optional.of(milder(last, refused.get()));
                LOG.info("event=relay-host peer={} {}", target, words(refused.get()));
            } else if (peer.isEmpty() && entered(target)) {
                var failed = open(next, target, hop.applied());
                last = failed.isPresent() ? Optional.of(milder(last, failed.get())) : last;
            }
        }
        if (peer.isEmpty() && unreachable.isEmpty()) {
            unreachable = Optional.of(last.orElseGet(RelaySession::noMoreHosts));
        }
    }

    /// Waits for this session's turn with a host.
    private boolean entered(Target target) {
        try {
            peers.enter(target, pausing);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // told to stop
            return false;
        }
    }

    /// A host that has another address is not waited for long at this one (RFC 8305 §5).
    private boolean brief(Target next) {
        return untried.stream().anyMatch(other -> other.host().equals(next.host()))
                && hurried.add(next);
    }

    /// Behind the other addresses of the host it has its turn again, and its time.
    private void again(Target hasty) {
        var all = new ArrayList<>(untried);
        int behind = all.size();
        while (behind > 0 && !all.get(behind - 1).host().equals(hasty.host())) {
            behind--;
        }
        all.add(behind, hasty);
        untried.clear();
        untried.addAll(all);
    }

    /// @param next the target before a policy applied to it
    /// @return why not, if so
    private Optional<Outcome> open(Target next, Target target, Optional<Applied> applied) {
        switch (connector.open(target, applied, brief(next))) {
            case Opening.Open(var session) -> {
                peer = Optional.of(session);
                return Optional.empty();
            }
            case Opening.Closed(var outcome, boolean absent, boolean hasty) -> {
                if (hasty) {
                    again(next);
                }
                LOG.info("event=relay-host peer={} {}", target, words(outcome));
                note(target, outcome);
                if (absent) {
                    peers.absent(target);
                } else {
                    peers.pushedBack(target);
                }
                peers.leave(target);
                return Optional.of(outcome);
            }
        }
    }

    private void note(Target target, Outcome outcome) {
        if (before.size() < Via.MOST && outcome instanceof Outcome.Deferred(var why)) {
            before.add(target + ": " + why.text());
        } else if (before.size() < Via.MOST && outcome instanceof Outcome.Failed(var why)) {
            before.add(target + ": " + why.text());
        }
    }

    /// As long as one host may do better later, the message waits.
    private static Outcome milder(Optional<Outcome> before, Outcome now) {
        return before.filter(outcome -> outcome instanceof Outcome.Deferred).orElse(now);
    }

    private static Outcome noMoreHosts() {
        return new Outcome.Deferred(
                Diagnosis.of("4.4.2", "the connection was lost, and there is no other host"));
    }

    private void close(PeerSession session) {
        if (peer.isPresent()) {
            peer = Optional.empty();
            session.close();
            peers.leave(session.target());
        }
    }

    private static Transactions transactions(Content content, Instant now) {
        return entries -> {
            var first = entries.getFirst();
            return new MailTransaction(
                    first.reversePath(),
                    entries.stream().map(Entry::recipient).toList(),
                    content,
                    first.eightBit(),
                    first.international(),
                    first.particulars().wishes(),
                    entries.stream().map(entry -> entry.particulars().recipient()).toList(),
                    now);
        };
    }

    private static Outcome outcome(Transmission result, PeerSession session) {
        var host = session.target().host();
        return switch (result) {
            case Transmission.Answered(var reply) when reply.positive() ->
                    new Outcome.Delivered(
                            Diagnosis.of(reply, host), session.reports(), session.deadlines());
            case Transmission.Answered(var reply) when reply.transientFailure() ->
                    new Outcome.Deferred(Diagnosis.of(reply, host));
            case Transmission.Answered(var reply) when session.wantsTls(reply) ->
                    new Outcome.Deferred(
                            Diagnosis.of(TLS_FAILED, "TLS failed: " + reply.text(), host));
            case Transmission.Answered(var reply) -> new Outcome.Failed(Diagnosis.of(reply, host));
            case Transmission.Unsendable(var status, var why) ->
                    new Outcome.Failed(Diagnosis.of(status, why, host));
            case Transmission.Broken(var why, _) ->
                    new Outcome.Deferred(Diagnosis.of(BAD_CONNECTION, why, host));
        };
    }

    private static boolean brokenBefore(Transmission result) {
        return result instanceof Transmission.Broken(_, boolean contentSent) && !contentSent;
    }

    /// Broken before content, or the farewell that a peer says to an idle connection.
    private static boolean closedBefore(Transmission result) {
        return brokenBefore(result) || answered(result, 421).isPresent();
    }

    /// Whether another host of the destination may do what this one does not.
    private static boolean anotherMayDo(Transmission result) {
        return brokenBefore(result)
                || (result instanceof Transmission.Unsendable(var status, _)
                        && status.equals(NO_REQUIRETLS));
    }

    private static boolean pushedBack(Transmission result) {
        return result instanceof Transmission.Broken
                || answered(result, 421).or(() -> answered(result, 451)).isPresent();
    }

    private static boolean taken(Transmission result) {
        return result instanceof Transmission.Answered(var reply) && reply.positive();
    }

    /// RFC 5321 §4.5.3.1.10: 452 to a recipient (or, of old, 552) means another transaction, as
    /// long as this one was not in vain.
    private static boolean tooMany(Transmission result) {
        return answered(result, 452)
                .or(() -> answered(result, 552))
                .filter(reply ->
                        reply.status().map(s -> s.subject() == 5 && s.detail() == 3).orElse(true))
                .isPresent();
    }

    private static Optional<Reply> answered(Transmission result, int code) {
        return result instanceof Transmission.Answered(var reply) && reply.code() == code
                ? Optional.of(reply)
                : Optional.empty();
    }

    private static void log(PeerSession session, List<Entry> entries, Outcome outcome, long begun) {
        log(session.id() + " peer=" + session.target(), session.tls(), entries, outcome, begun);
    }

    /// The trace: one line an attempt and recipient.
    private static void log(
            String session, String tls, List<Entry> entries, Outcome outcome, long begun) {
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        for (var entry : entries) {
            LOG.info(
                    "event=attempt queue={} number={} attempt={} domain={} session={} tls={} {}"
                            + " ms={}",
                    entry.id().text(),
                    entry.number(),
                    entry.attempts() + 1,
                    entry.recipient().domain(),
                    session,
                    tls,
                    words(outcome),
                    millis);
        }
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered(var said, _, _) ->
                    "outcome=delivered reply=\"" + said.text() + '"';
            case Outcome.Deferred(var why) -> "outcome=deferred reply=\"" + why + '"';
            case Outcome.Failed(var why) -> "outcome=failed reply=\"" + why + '"';
        };
    }

    /// Begins nothing more; a search for a peer that listens ends at once, for no mail is under way
    /// yet. From any thread.
    void stop() {
        lock.lock();
        try {
            aborted = true;
            opening.ifPresent(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }

    /// Cuts the attempt that is under way, if there is one; from any thread.
    void abort() {
        stop();
        peer.ifPresent(PeerSession::abort);
    }

    /// Leaves the connection to others who may use it.
    @Override
    public void close() {
        var session = peer;
        peer = Optional.empty();
        session.ifPresent(left -> {
            if (!aborted && left.usable() && left.messages() < most(left)) {
                peers.keep(left);
            } else {
                left.close();
                peers.leave(left.target());
            }
        });
    }
}
