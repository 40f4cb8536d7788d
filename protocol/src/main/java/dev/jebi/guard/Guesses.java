package dev.jebi.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The wrong passwords of one client. A mail program with an old password says the same again and
/// again, and tries each mechanism in turn: that is one mistake and no attack. For one thread at a
/// time.
final class Guesses {
    /// Logins and attempts of one client that are remembered.
    private static final int MOST = 64;

    private final Rate rate;
    private final Map<String, Tried> logins = lately();
    private final Set<String> attempts = new LinkedHashSet<>();
    private Window counted;
    private Instant known = Instant.EPOCH;

    Guesses(Rate rate) {
        this.rate = rate;
        this.counted = new Window(rate);
    }

    /// A wrong password.
    record Guess(String login, String mechanism, String attempt) {}

    /// What was tried for one login.
    private static final class Tried {
        private final Map<String, Integer> mechanisms = new HashMap<>();
        private int counted;
        private Instant last = Instant.EPOCH;
        private Instant shutUntil = Instant.EPOCH;
    }

    private static Map<String, Tried> lately() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Tried> eldest) {
                return size() > MOST;
            }
        };
    }

    /// Counts a guess.
    ///
    /// @param shut how long a login is shut for this client that it has guessed at too often
    /// @return whether it is one more
    boolean count(Guess guess, Instant now, Duration shut) {
        if (!attempts.add(guess.attempt())) {
            return false;
        }
        if (attempts.size() > MOST) {
            attempts.remove(attempts.iterator().next());
        }
        var tried = logins.computeIfAbsent(guess.login(), _ -> new Tried());
        if (tried.last.plus(rate.per()).isBefore(now)) {
            tried.mechanisms.clear();
            tried.counted = 0;
        }
        tried.last = now;
        int times = tried.mechanisms.merge(guess.mechanism(), 1, Integer::sum);
        if (times <= tried.counted) {
            return false; // by another mechanism it was counted already
        }
        tried.counted = times;
        if (tried.counted >= rate.count()) {
            tried.shutUntil = now.plus(shut);
        }
        boolean _ = counted.add(now);
        return true;
    }

    /// Counts a guess of a network.
    ///
    /// @return whether that was within the rate
    boolean add(Instant now) {
        return counted.add(now);
    }

    long counted(Instant now) {
        return counted.count(now);
    }

    /// Until when a login may not be tried.
    Optional<Instant> shut(String login, Instant now) {
        return Optional.ofNullable(logins.get(login))
                .map(tried -> tried.shutUntil)
                .filter(until -> until.isAfter(now));
    }

    /// Whether somebody has signed in from there lately.
    boolean known(Instant now) {
        return known.plus(Duration.ofDays(1)).isAfter(now);
    }

    /// Somebody has signed in.
    void right(String login, Instant now) {
        known = now;
        logins.remove(login);
    }

    /// Begins anew: it was punished.
    void forget() {
        counted = new Window(rate);
        logins.clear();
        attempts.clear();
    }
}
