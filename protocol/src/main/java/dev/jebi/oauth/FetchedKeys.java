package dev.jebi.oauth;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Keys that are fetched, kept for a while, and fetched again when an id comes up that is not among
/// them, though never often: whoever sends garbage must not make us ask for every line of it. Safe
/// for use by several threads.
public final class FetchedKeys implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(FetchedKeys.class);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(30);

    private final Fetch fetch;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private List<TokenKey> known = List.of();
    private Instant tried = Instant.EPOCH;

    /// Where the set of keys (RFC 7517 §5) is had from.
    @FunctionalInterface
    public interface Fetch {
        /// The set as it is.
        byte[] octets() throws IOException;
    }

    /// Keys from there.
    public FetchedKeys(Fetch fetch, InstantSource clock) {
        this.fetch = fetch;
        this.clock = clock;
    }

    @Override
    public List<TokenKey> keys(String id) {
        lock.lock();
        try {
            var now = clock.instant();
            boolean there = known.stream().anyMatch(key -> key.id().equals(id));
            if (now.isAfter(tried.plus(there ? FRESH : LEAST_PAUSE))) {
                tried = now;
                refresh();
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private void refresh() {
        try {
            var fetched = TokenKey.readSet(fetch.octets());
            if (fetched.isEmpty()) {
                LOG.warn("event=oauth.keys-empty done=\"the old ones stay\"");
            } else {
                known = fetched;
            }
        } catch (IOException e) {
            LOG.warn("event=oauth.keys-unreachable why=\"{}\"", e.toString());
        }
    }
}
