package dev.jebi.guard;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// How much of something each of many may have in a time. Kept in memory, bounded. Safe for use by
/// several threads.
public final class Allowance {
    private final Rate rate;
    private final String words;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<String, Window> spent =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
                    return size() > GuardLimits.REMEMBERED;
                }
            };

    /// @param words what it is of, in the plural
    public Allowance(Rate rate, String words, InstantSource clock) {
        this.rate = rate;
        this.words = words;
        this.clock = clock;
    }

    /// Spends some.
    ///
    /// @return why it was too much, if it was; nothing was spent then
    public Optional<Denial> spend(String who, int count) {
        if (!rate.limited() || count == 0) {
            return Optional.empty();
        }
        var now = clock.instant();
        lock.lock();
        try {
            var window = spent.computeIfAbsent(who, _ -> new Window(rate));
            if (window.count(now) + count <= rate.count()) {
                window.add(now, count);
                return Optional.empty();
            }
            return Optional.of(
                    new Denial(
                            "too many " + words + ": the limit is " + rate, window.emptier(now)));
        } finally {
            lock.unlock();
        }
    }
}
