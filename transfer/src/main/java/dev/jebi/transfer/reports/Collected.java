package dev.jebi.transfer.reports;

import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;
import dev.jebi.mailstore.Register.Put;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/// What was met, by day and domain: in memory first, and now and then added to what the store has.
/// A process that dies loses what it met since. Safe for use by several threads.
///
/// @param <T> what is met of one day and domain
abstract sealed class Collected<T> permits TlsCollected, DmarcCollected {
    private static final Logger LOG = LoggerFactory.getLogger(Collected.class);

    /// Domains that are counted between two times that they are kept.
    private static final int MOST_DOMAINS = 20_000;

    /// What could not be sent by then is of no use to anybody.
    private static final Duration KEPT = Duration.ofDays(8);

    private static final int PAGE = 500;

    private final Register register;
    private final String kind;
    private final InstantSource clock;
    private final String node;
    private final ReentrantLock lock = new ReentrantLock();
    private Map<DayAndDomain, T> met = new HashMap<>();

    Collected(Register register, String kind, String node, InstantSource clock) {
        this.register = register;
        this.kind = kind;
        this.node = node;
        this.clock = clock;
    }

    abstract T nothing();

    abstract T merged(T one, T other);

    abstract byte[] octets(DayAndDomain of, T met);

    abstract T read(byte[] octets) throws IOException;

    final void add(String domain, UnaryOperator<T> more) {
        var key = DayAndDomain.of(clock.instant(), domain, node);
        lock.lock();
        try {
            if (met.size() < MOST_DOMAINS || met.containsKey(key)) {
                met.compute(key, (_, old) -> more.apply(old == null ? nothing() : old));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Keeps what was met since.
    final void flush() {
        Map<DayAndDomain, T> all;
        lock.lock();
        try {
            all = met;
            met = new HashMap<>();
        } finally {
            lock.unlock();
        }
        all.forEach(this::keep);
    }

    private void keep(DayAndDomain key, T more) {
        try {
            var name = Name.of(kind, key.key());
            var before = register.value(name);
            var whole = before.isPresent() ? merged(read(before.get()), more) : more;
            byte[] octets = octets(key, whole);
            if (octets.length > Register.MAX_OCTETS) {
                LOG.warn("event=report-collected kind={} of={} outcome=full", kind, key.key());
                return;
            }
            register.put(List.of(Put.of(name, octets, key.end().plus(KEPT))));
        } catch (IOException e) {
            LOG.error("event=report-collected kind={} of={} fault", kind, key.key(), e);
        }
    }

    /// What the store has of this node.
    final List<DayAndDomain> kept() throws IOException {
        var found = new ArrayList<DayAndDomain>();
        String after = "";
        for (; ; ) {
            var page = register.values(Optional.empty(), kind, after, PAGE);
            if (page.isEmpty()) {
                return found;
            }
            page.keySet().stream()
                    .flatMap(key -> DayAndDomain.parse(key).stream())
                    .filter(key -> key.node().equals(node))
                    .forEach(found::add);
            after = page.lastKey();
        }
    }

    final Optional<T> value(DayAndDomain of) throws IOException {
        var octets = register.value(Name.of(kind, of.key()));
        return octets.isPresent() ? Optional.of(read(octets.get())) : Optional.empty();
    }

    final void remove(DayAndDomain of) throws IOException {
        register.remove(Name.of(kind, of.key()));
    }
}
