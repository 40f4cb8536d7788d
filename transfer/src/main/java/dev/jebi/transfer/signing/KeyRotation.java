package dev.jebi.transfer.signing;

import dev.jebi.address.Domain;
import dev.jebi.dkim.Algorithm;
import dev.jebi.dkim.KeyRecord;
import dev.jebi.dkim.KeySource;
import dev.jebi.dkim.MalformedTags;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The life of keys: made and published, switched to when the DNS shows them, retired, forgotten.
/// Safe for use by several threads.
public final class KeyRotation {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

    private final DkimKeys keys;
    private final KeySource source;
    private final Duration retireAfter;
    private final InstantSource clock;

    /// A rotation of these keys.
    ///
    /// @param source where published keys are seen
    /// @param retireAfter how long a key that signs no more stays published
    public KeyRotation(DkimKeys keys, KeySource source, Duration retireAfter, InstantSource clock) {
        this.keys = keys;
        this.source = source;
        this.retireAfter = retireAfter;
        this.clock = clock;
    }

    /// A key and what the DNS says of it.
    public record Checked(DkimKey key, Seen seen, String detail) {}

    /// What the DNS says of a key.
    public enum Seen {
        /// Its record is there.
        PUBLISHED,
        /// There is no record.
        MISSING,
        /// There is another one.
        DIFFERENT,
        /// Nobody answered.
        UNKNOWN
    }

    /// How long a key that signs no more stays published.
    public Duration retireAfter() {
        return retireAfter;
    }

    /// Makes the next keys of a domain, RSA and Ed25519; where keys wait already, those are the
    /// next.
    public synchronized List<DkimKey> next(Domain domain) throws IOException {
        var all = keys.of(domain);
        var waiting = all.stream().filter(k -> k.state() == KeyState.WAITING).toList();
        if (!waiting.isEmpty()) {
            return waiting;
        }
        var now = clock.instant();
        var made =
                List.of(
                        DkimKeyPairs.make(
                                domain.name(), selector("r", all), Algorithm.RSA_SHA256, now),
                        DkimKeyPairs.make(
                                domain.name(), selector("e", all), Algorithm.ED25519_SHA256, now));
        put(domain, all, made);
        LOG.info("event=dkim-keys-made domain={} keys={}", domain, made);
        return made;
    }

    /// Takes over a key that the domain has published already, in another mail system.
    ///
    /// @param octets of an RSA key in PKCS#8
    /// @throws IllegalArgumentException when it is no key, or the selector is taken
    public synchronized DkimKey bring(Domain domain, String selector, byte[] octets)
            throws IOException {
        var all = keys.of(domain);
        if (all.stream().anyMatch(k -> k.selector().equals(selector))) {
            throw new IllegalArgumentException(
                    domain + " has a key with the selector " + selector + " already");
        }
        var key = DkimKeyPairs.bring(domain.name(), selector, octets, clock.instant());
        put(domain, all, List.of(key));
        LOG.info("event=dkim-key-brought domain={} key={}", domain, key);
        return key;
    }

    private void put(Domain domain, List<DkimKey> all, List<DkimKey> more) throws IOException {
        var together = new ArrayList<>(all);
        together.addAll(more);
        keys.put(domain, together);
    }

    /// A selector that says when its key was made.
    private String selector(String kind, List<DkimKey> all) {
        String date =
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                        .format(DateTimeFormatter.BASIC_ISO_DATE);
        String plain = "jebi" + date + kind;
        for (int n = 1; ; n++) {
            String selector = n == 1 ? plain : plain + n;
            if (all.stream().noneMatch(k -> k.selector().equals(selector))) {
                return selector;
            }
        }
    }

    /// What the DNS says of each key of a domain.
    public List<Checked> check(Domain domain) throws IOException {
        return keys.of(domain).stream().map(this::check).toList();
    }

    private Checked check(DkimKey key) {
        return switch (source.records(key.recordName())) {
            case KeySource.Absent _ -> new Checked(key, Seen.MISSING, "");
            case KeySource.Unavailable(var why) -> new Checked(key, Seen.UNKNOWN, why);
            case KeySource.Found(var texts) -> {
                boolean there = texts.stream().anyMatch(t -> same(key, t));
                yield new Checked(
                        key,
                        there ? Seen.PUBLISHED : Seen.DIFFERENT,
                        there ? "" : texts.getFirst());
            }
        };
    }

    private static boolean same(DkimKey key, String text) {
        try {
            var seen = KeyRecord.parse(text);
            var own = KeyRecord.parse(key.record());
            return seen.type().equals(own.type())
                    && seen.email()
                    && seen.key().isPresent()
                    && seen.key().equals(own.key());
        } catch (MalformedTags _) {
            return false;
        }
    }

    /// Goes on with what is due for a domain: switches when the DNS shows every key that waits,
    /// retires what has signed no more for long enough, forgets what is retired and no longer
    /// published.
    ///
    /// @return whether the domain signs with other keys than before
    public synchronized boolean advance(Domain domain) throws IOException {
        var checked = check(domain);
        var waiting = checked.stream().filter(c -> c.key().state() == KeyState.WAITING).toList();
        boolean due =
                !waiting.isEmpty() && waiting.stream().allMatch(c -> c.seen() == Seen.PUBLISHED);
        if (due) {
            switchOver(domain);
        }
        change(
                domain,
                key -> {
                    boolean old = key.state() == KeyState.RETIRING;
                    boolean enough = key.since().plus(retireAfter).isBefore(clock.instant());
                    return old && enough ? key.in(KeyState.RETIRED, clock.instant()) : key;
                });
        forget(domain, checked);
        return due;
    }

    private void forget(Domain domain, List<Checked> checked) throws IOException {
        var gone =
                checked.stream()
                        .filter(c -> c.key().state() == KeyState.RETIRED)
                        .filter(c -> c.seen() == Seen.MISSING)
                        .map(c -> c.key().selector())
                        .toList();
        if (!gone.isEmpty()) {
            var left = new ArrayList<>(keys.of(domain));
            left.removeIf(k -> k.state() == KeyState.RETIRED && gone.contains(k.selector()));
            keys.put(domain, left);
            LOG.info("event=dkim-keys-forgotten domain={} selectors={}", domain, gone);
        }
    }

    /// Switches to the keys that wait, published or not.
    ///
    /// @return false when none waits
    public synchronized boolean switchOver(Domain domain) throws IOException {
        if (keys.of(domain).stream().noneMatch(k -> k.state() == KeyState.WAITING)) {
            return false;
        }
        change(
                domain,
                key ->
                        switch (key.state()) {
                            case WAITING -> key.in(KeyState.ACTIVE, clock.instant());
                            case ACTIVE -> key.in(KeyState.RETIRING, clock.instant());
                            case RETIRING, RETIRED -> key;
                        });
        LOG.info("event=dkim-switched domain={} keys={}", domain, keys.of(domain));
        return true;
    }

    /// Ends a key at once: its private half is erased.
    ///
    /// @return the key as it is now; empty when there is none
    public synchronized Optional<DkimKey> retire(Domain domain, String selector)
            throws IOException {
        change(
                domain,
                key ->
                        key.selector().equals(selector)
                                ? key.in(KeyState.RETIRED, clock.instant())
                                : key);
        var retired =
                keys.of(domain).stream().filter(k -> k.selector().equals(selector)).findFirst();
        retired.ifPresent(k -> LOG.info("event=dkim-retired domain={} key={}", domain, k));
        return retired;
    }

    /// Ends all keys of a domain that is served no more: their private halves are erased.
    ///
    /// @return those whose records may still be published
    public synchronized List<DkimKey> retireAll(Domain domain) throws IOException {
        change(
                domain,
                key ->
                        key.state() == KeyState.RETIRED
                                ? key
                                : key.in(KeyState.RETIRED, clock.instant()));
        var retired = keys.of(domain);
        if (!retired.isEmpty()) {
            LOG.info("event=dkim-retired domain={} keys={}", domain, retired);
        }
        return retired;
    }

    /// Makes the next keys of a domain whose keys have signed for that long, and has none waiting.
    ///
    /// @return the keys that are to be published; none when it is not time
    public synchronized List<DkimKey> renew(Domain domain, Duration age) throws IOException {
        var all = keys.of(domain);
        boolean waiting = all.stream().anyMatch(k -> k.state() == KeyState.WAITING);
        boolean old =
                all.stream()
                        .filter(k -> k.state() == KeyState.ACTIVE)
                        .anyMatch(k -> k.since().plus(age).isBefore(clock.instant()));
        return old && !waiting ? next(domain) : List.of();
    }

    private void change(Domain domain, UnaryOperator<DkimKey> how) throws IOException {
        var before = keys.of(domain);
        var after = before.stream().map(how).toList();
        if (!after.equals(before)) {
            keys.put(domain, after);
        }
    }
}
