package dev.jebi.transfer.tls;

import dev.jebi.dns.DnsAnswer;
import dev.jebi.dns.Resolver;
import dev.jebi.https.HttpsClient;
import dev.jebi.https.HttpsFault;
import dev.jebi.mailstore.Register;
import dev.jebi.mtasts.StsPolicy;
import dev.jebi.mtasts.StsRecord;
import dev.jebi.reporting.TlsResultType;
import dev.jebi.transfer.tls.TlsNote.Failure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The policies of MTA-STS that are known (RFC 8461 §3.3, §5.1): fetched when a domain says that it
/// has another one, kept in the store as long as they hold, and used when nothing newer can be had:
/// whoever holds back the DNS record or the policy does not undo what was known. Safe for use by
/// several threads.
public final class StsCache {
    private static final Logger LOG = LoggerFactory.getLogger(StsCache.class);

    private static final String KIND = "mta-sts";
    private static final int OK = 200;

    /// Between two attempts that fail (RFC 8461 §3.3).
    private static final Duration PAUSE = Duration.ofMinutes(5);

    /// After which a policy that holds is fetched again, so that it does not run out.
    private static final Duration FRESH = Duration.ofHours(20);

    private static final int MOST_FAILURES = 10_000;
    private static final int PAGE = 500;
    private static final int STRIPES = 64;

    private final Resolver resolver;
    private final HttpsClient https;
    private final Register register;
    private final InstantSource clock;
    private final ReentrantLock[] locks = new ReentrantLock[STRIPES];
    private final ReentrantLock failing = new ReentrantLock();
    private final Map<String, Failed> failures =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Failed> eldest) {
                    return size() > MOST_FAILURES;
                }
            };

    /// A cache in this register.
    public StsCache(Resolver resolver, HttpsClient https, Register register, InstantSource clock) {
        this.resolver = resolver;
        this.https = https;
        this.register = register;
        this.clock = clock;
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /// What is known of a domain.
    ///
    /// @param policy one that holds, and is not of mode `none`
    /// @param failure why there is none, or no newer one
    public record Known(Optional<StsPolicy> policy, Optional<Failure> failure) {}

    private record Kept(String id, Instant fetched, StsPolicy policy) {
        Instant until() {
            return fetched.plus(policy.maxAge());
        }
    }

    private record Failed(String id, Instant until, Failure why) {}

    /// The policy of a domain; may ask the DNS and the domain's web server.
    public Known policy(String domain) {
        var record = record(domain);
        var lock = locks[Math.floorMod(domain.hashCode(), STRIPES)];
        lock.lock();
        try {
            var kept = kept(domain);
            boolean same =
                    record.isEmpty()
                            || kept.map(k -> k.id().equals(record.get().id())).orElse(false);
            if (same) {
                return known(kept, Optional.empty());
            }
            var failed = failed(domain, record.get().id());
            if (failed.isPresent()) {
                return known(kept, failed);
            }
            return fetched(domain, record.get().id(), kept);
        } finally {
            lock.unlock();
        }
    }

    private Optional<StsRecord> record(String domain) {
        return switch (resolver.txt(StsRecord.name(domain))) {
            case DnsAnswer.Records<String>(var texts) -> StsRecord.among(texts);
            case DnsAnswer.None<String> _, DnsAnswer.NoSuchName<String> _ -> Optional.empty();
            case DnsAnswer.Failed<String>(var why) -> {
                LOG.debug("event=mta-sts domain={} dns=\"{}\"", domain, why);
                yield Optional.empty();
            }
        };
    }

    private static Known known(Optional<Kept> kept, Optional<Failure> failure) {
        return new Known(
                kept.map(Kept::policy).filter(p -> p.mode() != StsPolicy.Mode.NONE), failure);
    }

    private Known fetched(String domain, String id, Optional<Kept> before) {
        try {
            var policy = fetch(domain);
            keep(domain, new Kept(id, clock.instant(), policy));
            LOG.info(
                    "event=mta-sts domain={} outcome=fetched mode={} max-age={}",
                    domain,
                    policy.mode().text(),
                    policy.maxAge().toSeconds());
            return known(Optional.of(new Kept(id, clock.instant(), policy)), Optional.empty());
        } catch (NoPolicy e) {
            fail(domain, id, e.failure);
            LOG.warn(
                    "event=mta-sts domain={} outcome={} reason=\"{}\" known={}",
                    domain,
                    e.failure.type().text(),
                    e.failure.why(),
                    before.isPresent());
            return known(before, Optional.of(e.failure));
        }
    }

    private StsPolicy fetch(String domain) throws NoPolicy {
        try {
            var answer = https.get(URI.create(StsPolicy.address(domain)));
            if (answer.status() != OK) { // RFC 8461 §3.3: no redirects either
                throw new NoPolicy(
                        TlsResultType.STS_POLICY_FETCH_ERROR, "HTTP status " + answer.status());
            }
            if (!answer.mediaType().equals(Optional.of("text/plain"))) { // RFC 8461 §3.2
                throw new NoPolicy(
                        TlsResultType.STS_POLICY_INVALID,
                        "the media type is not text/plain but "
                                + answer.mediaType().orElse("none"));
            }
            return StsPolicy.parse(new String(answer.body(), StandardCharsets.UTF_8));
        } catch (HttpsFault e) {
            throw new NoPolicy(
                    e.kind() == HttpsFault.Kind.TLS
                            ? TlsResultType.STS_WEBPKI_INVALID
                            : TlsResultType.STS_POLICY_FETCH_ERROR,
                    String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new NoPolicy(TlsResultType.STS_POLICY_INVALID, String.valueOf(e.getMessage()));
        }
    }

    /// Fetches anew what will be needed again (RFC 8461 §3.3); for a task that runs now and then.
    public void refresh() throws IOException {
        String after = "";
        for (; ; ) {
            var page = register.values(Optional.empty(), KIND, after, PAGE);
            if (page.isEmpty()) {
                return;
            }
            page.forEach((domain, octets) ->
                    read(octets)
                            .filter(k -> k.fetched().plus(FRESH).isBefore(clock.instant()))
                            .ifPresent(k -> refresh(domain, k)));
            after = page.lastKey();
        }
    }

    private void refresh(String domain, Kept kept) {
        try {
            keep(domain, new Kept(kept.id(), clock.instant(), fetch(domain)));
        } catch (NoPolicy e) {
            LOG.info(
                    "event=mta-sts domain={} refresh={} reason=\"{}\" until={}",
                    domain,
                    e.failure.type().text(),
                    e.failure.why(),
                    kept.until());
        }
    }

    private Optional<Kept> kept(String domain) {
        try {
            return register.value(Register.Name.of(KIND, domain))
                    .flatMap(StsCache::read)
                    .filter(k -> k.until().isAfter(clock.instant()));
        } catch (IOException e) {
            LOG.error("event=mta-sts domain={} fault", domain, e);
            return Optional.empty();
        }
    }

    private void keep(String domain, Kept kept) {
        var text = kept.id() + "\n" + kept.fetched().getEpochSecond() + "\n" + kept.policy().text();
        try {
            register.put(
                    List.of(
                            Register.Put.of(
                                    Register.Name.of(KIND, domain),
                                    text.getBytes(StandardCharsets.UTF_8),
                                    kept.until())));
        } catch (IOException e) {
            LOG.error("event=mta-sts domain={} fault", domain, e);
        }
    }

    private static Optional<Kept> read(byte[] octets) {
        var parts = new String(octets, StandardCharsets.UTF_8).split("\n", 3);
        try {
            return Optional.of(
                    new Kept(
                            parts[0],
                            Instant.ofEpochSecond(Long.parseLong(parts[1])),
                            StsPolicy.parse(parts[2])));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            LOG.error("event=mta-sts fault=\"a value that cannot be read\"", e);
            return Optional.empty();
        }
    }

    private Optional<Failure> failed(String domain, String id) {
        failing.lock();
        try {
            return Optional.ofNullable(failures.get(domain))
                    .filter(f -> f.id().equals(id) && f.until().isAfter(clock.instant()))
                    .map(Failed::why);
        } finally {
            failing.unlock();
        }
    }

    private void fail(String domain, String id, Failure why) {
        failing.lock();
        try {
            failures.put(domain, new Failed(id, clock.instant().plus(PAUSE), why));
        } finally {
            failing.unlock();
        }
    }

    private static final class NoPolicy extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Failure failure;

        NoPolicy(TlsResultType type, String why) {
            super(why);
            this.failure = new Failure(type, why);
        }
    }
}
