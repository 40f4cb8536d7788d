package dev.jebi.guard;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The bans that hold. They are written down, and asked for in memory. Safe for use by several
/// threads.
public final class Bans {
    private static final Logger LOG = LoggerFactory.getLogger(Bans.class);

    private final BanRecords records;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Known known = new Known(Map.of());

    /// Bans by what they mean.
    private static final class Known {
        private final Map<Block, Ban> bans;
        private final BitSet four = new BitSet();
        private final BitSet six = new BitSet();

        Known(Map<Block, Ban> bans) {
            this.bans = bans;
            for (Block block : bans.keySet()) {
                (block.address().getAddress().length == 4 ? four : six).set(block.prefix());
            }
        }

        Optional<Ban> of(InetAddress address, Instant now) {
            if (bans.isEmpty()) {
                return Optional.empty();
            }
            var prefixes = address.getAddress().length == 4 ? four : six;
            for (int bits = prefixes.nextSetBit(0);
                    bits >= 0;
                    bits = prefixes.nextSetBit(bits + 1)) {
                var ban = bans.get(new Block(address, bits));
                if (ban != null && ban.holds(now)) {
                    return Optional.of(ban);
                }
            }
            return Optional.empty();
        }
    }

    /// The bans that are written down, and those to come.
    public Bans(BanRecords records, InstantSource clock) throws IOException {
        this.records = records;
        this.clock = clock;
        reload();
    }

    /// Reads what is written down again: other nodes write, too.
    public void reload() throws IOException {
        lock.lock();
        try {
            var all = new HashMap<Block, Ban>();
            for (Ban ban : records.all()) {
                all.put(ban.target(), ban);
            }
            known = new Known(all);
        } finally {
            lock.unlock();
        }
    }

    /// The ban that an address is under.
    Optional<Ban> of(InetAddress address) {
        return known.of(address, clock.instant());
    }

    /// All that hold, the newest first.
    public List<Ban> list() {
        var now = clock.instant();
        return known.bans.values().stream()
                .filter(ban -> ban.holds(now))
                .sorted(
                        Comparator.comparing(Ban::since)
                                .reversed()
                                .thenComparing(ban -> ban.target().toString()))
                .toList();
    }

    /// Bans from now on, in place of a ban of the same target.
    ///
    /// @param span how long; empty for ever
    public Ban add(Block target, String reason, boolean operator, Optional<Duration> span)
            throws IOException {
        var now = clock.instant();
        var ban = new Ban(target, reason, operator, now, span.map(now::plus));
        lock.lock();
        try {
            var all = new HashMap<>(known.bans);
            all.values().removeIf(one -> !one.holds(now));
            boolean full = all.size() >= GuardLimits.BANS && !all.containsKey(target);
            if (full && !operator) { // what a person says holds, however much strangers have done
                LOG.warn("event=ban target={} done=\"none: there are {}\"", target, all.size());
                return ban;
            }
            all.put(target, ban);
            known = new Known(all); // it holds whether or not it can be written down
            records.put(ban);
        } finally {
            lock.unlock();
        }
        LOG.warn(
                "event=ban target={} by={} until={} why=\"{}\"",
                target,
                operator ? "operator" : "guard",
                ban.until().map(Instant::toString).orElse("-"),
                reason);
        return ban;
    }

    /// Ends a ban.
    ///
    /// @return whether there was one
    public boolean remove(Block target) throws IOException {
        lock.lock();
        try {
            var all = new HashMap<>(known.bans);
            boolean there = all.remove(target) != null;
            known = new Known(all);
            records.remove(target);
            return there;
        } finally {
            lock.unlock();
        }
    }
}
