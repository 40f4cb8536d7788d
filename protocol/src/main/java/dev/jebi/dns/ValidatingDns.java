package dev.jebi.dns;

import dev.jebi.address.Domain;
import dev.jebi.dns.Resolver.Mx;
import dev.jebi.dns.Resolver.MxAnswer;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The DNS with DNSSEC: every answer is validated from the trust anchors on, and kept as long as
/// its owner allows. Safe for use by several threads.
public final class ValidatingDns implements SecureResolver {
    /// Answers without a time of their own (there is nothing), and the least that any is kept.
    private static final Duration LEAST = Duration.ofSeconds(30);

    private static final Duration MOST = Duration.ofHours(1);

    private final Validation validation;
    private final DnsLimits limits;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Question, Kept> kept;

    private ValidatingDns(Validation validation, DnsLimits limits, InstantSource clock) {
        this.validation = validation;
        this.limits = limits;
        this.clock = clock;
        this.kept =
                new LinkedHashMap<>() {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Question, Kept> eldest) {
                        return size() > limits.cached();
                    }
                };
    }

    /// Begins; nothing is asked before there is a question.
    ///
    /// @throws IOException when the trust anchors cannot be read
    public static ValidatingDns of(DnssecSettings settings, DnsLimits limits, InstantSource clock)
            throws IOException {
        return new ValidatingDns(new Validation(settings, limits, clock), limits, clock);
    }

    @Override
    public boolean validates() {
        return validation.works();
    }

    @Override
    public SecureMx mx(Domain domain) {
        if (!validation.works()) {
            return new SecureMx(new MxAnswer.Unknown("no DNSSEC"), false);
        }
        return switch (lookup(domain.name(), Type.MX)) {
            case Nothing(var why, _) -> new SecureMx(new MxAnswer.Unknown(why), false);
            case NoName(boolean secure) -> new SecureMx(new MxAnswer.NoSuchDomain(), secure);
            // RFC 5321 §5.1: without MX the domain is its own exchanger
            case Found f when f.records().isEmpty() ->
                    new SecureMx(new MxAnswer.Implicit(domain.name()), f.secure());
            case Found f -> new SecureMx(exchangers(f.records()), f.secure());
        };
    }

    private MxAnswer exchangers(List<Record> records) {
        var all = new ArrayList<Mx>();
        for (var record : records) {
            if (record instanceof MXRecord mx && !mx.getTarget().equals(Name.root)) {
                all.add(new Mx(mx.getPriority(), mx.getTarget().toString(true)));
            }
        }
        all.sort(Comparator.comparingInt(Mx::preference));
        return all.isEmpty()
                ? new MxAnswer.NullMx() // RFC 7505 §3
                : new MxAnswer.Exchangers(
                        List.copyOf(all.subList(0, Math.min(all.size(), limits.exchangers()))));
    }

    /// RFC 7672 §2.2.2: addresses that are not proven mean no search for TLSA records, which would
    /// fail at many servers that know no DNSSEC; an alias is judged by itself (§2.2.3).
    @Override
    public HostAnswer host(String host) {
        if (!validation.works()) {
            return new Host(false, false, host);
        }
        var v4 = lookup(host, Type.A);
        var answer = v4 instanceof Found f && !f.records().isEmpty() ? v4 : either(v4, host);
        return switch (answer) {
            case Nothing(var why, var bogus) -> new Unknown(why, bogus);
            case NoName _ -> new NoHost();
            case Found f when f.records().isEmpty() -> new NoHost();
            case Found f ->
                    new Host(
                            f.secure(),
                            f.secure() ? f.alias() : f.alias() && secureAlias(host),
                            f.expanded());
        };
    }

    /// Without IPv4 addresses those of IPv6 count; a failure of one kind is one of both.
    private Looked either(Looked v4, String host) {
        return v4 instanceof Found ? lookup(host, Type.AAAA) : v4;
    }

    private boolean secureAlias(String host) {
        return lookup(host, Type.CNAME) instanceof Found f && f.secure() && !f.records().isEmpty();
    }

    @Override
    public TlsaAnswer tlsa(String host, int port) {
        if (!validation.works()) {
            return new NoTlsa();
        }
        return switch (lookup("_" + port + "._tcp." + host, Type.TLSA)) {
            case Nothing(var why, var bogus) -> new Unknown(why, bogus);
            case NoName _ -> new NoTlsa();
            case Found f when f.secure() && !f.records().isEmpty() ->
                    new TlsaRecords(
                            f.records().stream()
                                    .limit(limits.exchangers())
                                    .map(ValidatingDns::tlsa)
                                    .toList());
            case Found _ -> new NoTlsa();
        };
    }

    private static Tlsa tlsa(Record record) {
        var tlsa = (TLSARecord) record;
        return new Tlsa(
                tlsa.getCertificateUsage(),
                tlsa.getSelector(),
                tlsa.getMatchingType(),
                tlsa.getCertificateAssociationData());
    }

    private Looked lookup(String name, int type) {
        Name absolute;
        try {
            absolute = Name.fromString(name.endsWith(".") ? name : name + ".");
        } catch (TextParseException _) {
            return new NoName(false); // a name that the DNS cannot even hold
        }
        var question = new Question(absolute, type);
        var known = known(question);
        if (known.isPresent()) {
            return known.get();
        }
        var looked = follow(absolute, type);
        if (!(looked instanceof Nothing)) {
            keep(question, looked);
        }
        return looked;
    }

    private Optional<Looked> known(Question question) {
        lock.lock();
        try {
            return Optional.ofNullable(kept.get(question))
                    .filter(k -> k.until().isAfter(clock.instant()))
                    .map(Kept::answer);
        } finally {
            lock.unlock();
        }
    }

    private void keep(Question question, Looked answer) {
        var time =
                answer instanceof Found f && !f.records().isEmpty()
                        ? Duration.ofSeconds(
                                f.records().stream().mapToLong(Record::getTTL).min().orElse(0))
                        : LEAST;
        var bounded = time.compareTo(LEAST) < 0 ? LEAST : time.compareTo(MOST) > 0 ? MOST : time;
        lock.lock();
        try {
            kept.remove(question);
            kept.put(question, new Kept(answer, clock.instant().plus(bounded)));
        } finally {
            lock.unlock();
        }
    }

    /// Asks, and goes after aliases that the server did not follow itself.
    private Looked follow(Name name, int type) {
        boolean secure = true;
        var at = name;
        int aliases = 0;
        while (true) {
            var told = validation.ask(at, type);
            if (!(told instanceof Validation.Told.Answer(var message, var ad))) {
                return nothing(told);
            }
            secure &= ad;
            var before = at;
            var all = message.getSection(Section.ANSWER);
            for (var next = alias(all, at, type); next.isPresent(); next = alias(all, at, type)) {
                at = next.get();
                if (++aliases > limits.redirects()) {
                    return new Nothing("too many aliases", Optional.empty());
                }
            }
            var owner = at;
            var records =
                    all.stream()
                            .filter(r -> r.getType() == type && r.getName().equals(owner))
                            .toList();
            boolean last = at.equals(before) || !records.isEmpty();
            if (message.getRcode() == Rcode.NXDOMAIN) {
                return new NoName(secure);
            }
            if (last) {
                return new Found(records, secure, aliases > 0, at.toString(true));
            }
        }
    }

    private static Looked nothing(Validation.Told told) {
        return switch (told) {
            case Validation.Told.Nothing(var why, var bogus) -> new Nothing(why, bogus);
            case Validation.Told.Answer _ -> throw new IllegalStateException("an answer");
        };
    }

    private static Optional<Name> alias(List<Record> answer, Name at, int type) {
        return type == Type.CNAME
                ? Optional.empty()
                : answer.stream()
                        .filter(r -> r instanceof CNAMERecord && r.getName().equals(at))
                        .map(r -> ((CNAMERecord) r).getTarget())
                        .findFirst();
    }

    private record Question(Name name, int type) {}

    private record Kept(Looked answer, Instant until) {}

    private sealed interface Looked {}

    private record Found(List<Record> records, boolean secure, boolean alias, String expanded)
            implements Looked {}

    private record NoName(boolean secure) implements Looked {}

    private record Nothing(String why, Optional<String> bogus) implements Looked {}
}
