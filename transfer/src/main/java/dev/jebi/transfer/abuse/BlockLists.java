package dev.jebi.transfer.abuse;

import dev.jebi.dns.Resolver;
import dev.jebi.dnslist.Listing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/// The lists in the DNS that are asked about strangers, all at once, for a while only. One that
/// does not pass its test (RFC 5782 §5) is not asked; that is looked at now and then. Safe for use
/// by several threads.
public final class BlockLists {
    private static final Logger LOG = LoggerFactory.getLogger(BlockLists.class);
    private static final Duration TESTED = Duration.ofHours(1);

    /// The DNS may have been out of reach for a moment only.
    private static final Duration TROUBLED = Duration.ofMinutes(5);

    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int CALLERS = 4_096;

    private final List<ListRule> rules;
    private final Resolver dns;
    private final Duration time;
    private final InstantSource clock;
    private final Map<ListRule, Tested> tests = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<Caller, Known> callers =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Caller, Known> eldest) {
                    return size() > CALLERS;
                }
            };

    private record Known(List<ListFinding> findings, Instant until) {}

    private record Tested(Optional<String> trouble, Instant until) {}

    /// Lists.
    ///
    /// @param time how long they are waited for
    public BlockLists(List<ListRule> rules, Resolver dns, Duration time, InstantSource clock) {
        this.rules = List.copyOf(rules);
        this.dns = dns;
        this.time = time;
        this.clock = clock;
    }

    /// What they say of a caller.
    public List<ListFinding> of(Caller caller) {
        var now = clock.instant();
        lock.lock();
        try {
            var known = callers.get(caller);
            if (known != null && now.isBefore(known.until)) {
                return known.findings;
            }
        } finally {
            lock.unlock();
        }
        var findings = ask(caller);
        lock.lock();
        try {
            callers.put(caller, new Known(findings, now.plus(REMEMBERED)));
        } finally {
            lock.unlock();
        }
        return findings;
    }

    private List<ListFinding> ask(Caller caller) {
        long end = System.nanoTime() + time.toNanos();
        var asked = new LinkedHashMap<ListRule, FutureTask<Listing>>();
        for (ListRule rule : rules) {
            if (caller.subject(rule.subject()).isPresent()) {
                var task = new FutureTask<>(() -> ask(rule, caller));
                asked.put(rule, task);
                var _ = Thread.ofVirtual().name("list-" + rule.list().zone()).start(task);
            }
        }
        var findings = new ArrayList<ListFinding>();
        asked.forEach((rule, task) -> {
            switch (get(task, end)) {
                case Listing.NotListed _ -> {}
                case Listing.Unknown(var why) ->
                        LOG.info(
                                "event=list-unknown list={} client={} why=\"{}\"",
                                rule.list().zone(),
                                caller.client().getHostAddress(),
                                why);
                case Listing.Listed listed ->
                        findings.add(
                                new ListFinding(
                                        rule,
                                        caller.subject(rule.subject()).orElseThrow(),
                                        listed));
            }
        });
        return List.copyOf(findings);
    }

    private static Listing get(FutureTask<Listing> task, long end) {
        try {
            return task.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            task.cancel(true);
            return new Listing.Unknown("no answer in time");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a list could not be asked", e.getCause());
        } catch (InterruptedException _) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            return new Listing.Unknown("interrupted");
        }
    }

    private Listing ask(ListRule rule, Caller caller) {
        var trouble = trouble(rule);
        if (trouble.isPresent()) {
            return new Listing.Unknown("it is not asked: " + trouble.get());
        }
        InetAddress client = caller.client();
        return rule.ofDomains()
                ? rule.list().of(caller.subject(rule.subject()).orElseThrow(), dns)
                : rule.list().of(client, dns);
    }

    /// What is wrong with a list, looked at once in a while.
    private Optional<String> trouble(ListRule rule) {
        if (!rule.tested()) {
            return Optional.empty();
        }
        var now = clock.instant();
        var before = tests.get(rule);
        if (before != null && now.isBefore(before.until)) {
            return before.trouble;
        }
        var trouble = rule.list().trouble(rule.ofDomains(), dns);
        tests.put(rule, new Tested(trouble, now.plus(trouble.isEmpty() ? TESTED : TROUBLED)));
        trouble.ifPresent(why ->
                LOG.warn(
                        "event=list-unsound list={} why=\"{}\" done=\"it is not asked for"
                                + " five minutes\"",
                        rule.list().zone(),
                        why));
        return trouble;
    }
}
