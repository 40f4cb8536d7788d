package dev.jebi.transfer.verification;

import dev.jebi.address.Domain;
import dev.jebi.arc.ArcResult;
import dev.jebi.arc.ArcVerifier;
import dev.jebi.authres.ReverseName;
import dev.jebi.dkim.DkimLimits;
import dev.jebi.dkim.DkimResult;
import dev.jebi.dkim.DkimStatus;
import dev.jebi.dkim.DkimVerifier;
import dev.jebi.dkim.DnsKeySource;
import dev.jebi.dmarc.Authors;
import dev.jebi.dmarc.Dmarc;
import dev.jebi.dmarc.DmarcOutcome;
import dev.jebi.dmarc.DmarcQuestion;
import dev.jebi.dns.Resolver;
import dev.jebi.mime.HeaderSection;
import dev.jebi.spf.Spf;
import dev.jebi.spf.SpfLimits;
import dev.jebi.spf.SpfOutcome;
import dev.jebi.spf.SpfQuestion;
import dev.jebi.spf.SpfResult;

import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/// The verification of mail from strangers. Everything is asked for at once, on virtual threads;
/// where the time is over, what was not answered counts as failed for now. Safe for use by several
/// threads.
public final class Verification {
    /// Authors whose policies are asked for; who names more is nobody's author.
    private static final int AUTHORS = 5;

    private static final int HEADER_OCTETS = 1 << 20;

    private final Resolver dns;
    private final String host;
    private final VerificationSettings settings;
    private final DomainPolicies policies;
    private final Witness witness;
    private final InstantSource clock;

    /// A verification.
    ///
    /// @param host the authserv-id that results are written under (RFC 8601 §2.5)
    public Verification(
            Resolver dns,
            String host,
            VerificationSettings settings,
            DomainPolicies policies,
            Witness witness,
            InstantSource clock) {
        this.dns = dns;
        this.host = host;
        this.settings = settings;
        this.policies = policies;
        this.witness = witness;
        this.clock = clock;
    }

    /// Whether mail of this client is verified.
    public boolean concerns(InetAddress client) {
        return settings.except().stream().noneMatch(network -> network.contains(client));
    }

    /// Finds out what can be found out about a message.
    public Verified verify(Arrival arrival) throws IOException {
        var header =
                HeaderSection.of(
                        arrival.content()
                                .octets(
                                        0,
                                        (int) Math.min(arrival.content().size(), HEADER_OCTETS)));
        var authors = Authors.of(header);
        var timed = new TimedResolver(dns, settings.time());
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var spf = spf(executor, timed, arrival);
            var keys = new DnsKeySource(timed);
            var dkim =
                    executor.submit(() ->
                            new DkimVerifier(keys, DkimLimits.STANDARD, clock)
                                    .verify(arrival.content()));
            var arc =
                    executor.submit(() ->
                            new ArcVerifier(keys, DkimLimits.STANDARD).verify(arrival.content()));
            var iprev = executor.submit(() -> ReverseName.of(arrival.client(), timed));
            authors.domains().stream()
                    .limit(AUTHORS)
                    .forEach(d -> executor.execute(() -> timed.txt("_dmarc." + d))); // ahead
            return conclude(
                    arrival,
                    authors,
                    List.of(get(spf.getFirst()), get(spf.getLast())),
                    get(dkim),
                    get(arc),
                    get(iprev));
        }
    }

    private List<Future<SpfOutcome>> spf(
            ExecutorService executor, Resolver timed, Arrival arrival) {
        var spf = new Spf(timed, SpfLimits.STANDARD, clock);
        var from =
                executor.submit(() ->
                        spf.check(
                                SpfQuestion.mailFrom(
                                        arrival.client(), arrival.helo(), arrival.from(), host)));
        if (arrival.from().isNull()) {
            return List.of(from);
        }
        var helo = SpfQuestion.helo(arrival.client(), arrival.helo(), host);
        return List.of(from, executor.submit(() -> spf.check(helo)));
    }

    private Verified conclude(
            Arrival arrival,
            Authors authors,
            List<SpfOutcome> spf,
            List<DkimResult> dkim,
            ArcResult arc,
            ReverseName iprev) {
        var dmarc = dmarc(authors, spf.getFirst(), dkim);
        var sealer =
                dmarc.stream().allMatch(d -> d.spfAligned() || d.dkimAligned())
                        ? Optional.<String>empty()
                        : new TrustedChain(settings.sealers()).word(arc, authors);
        var results =
                Findings.results(
                        host,
                        arrival,
                        spf,
                        dkim,
                        arc,
                        new Findings.Conclusion(authors, dmarc, iprev, sealer));
        return new Verified(
                arrival,
                spf.getFirst(),
                spf.getLast(),
                dkim,
                arc,
                authors,
                dmarc,
                iprev,
                sealer,
                results);
    }

    /// With time of its own: SPF and DKIM ask servers of whoever sent this, who may be slow so that
    /// the author's policy would not be heard.
    private List<DmarcOutcome> dmarc(Authors authors, SpfOutcome spf, List<DkimResult> dkim) {
        var timed = new TimedResolver(dns, settings.time());
        var evaluation = new Dmarc(timed, settings.organizations(), RandomGenerator.getDefault());
        return authors.domains().stream()
                .limit(AUTHORS)
                .map(author -> evaluation.check(question(author, spf, dkim)))
                .toList();
    }

    private static DmarcQuestion question(String author, SpfOutcome spf, List<DkimResult> dkim) {
        return new DmarcQuestion(
                author,
                spf.result() == SpfResult.PASS ? List.of(spf.domain()) : List.of(),
                domains(dkim, DkimStatus.PASS),
                spf.result() == SpfResult.TEMPERROR ? List.of(spf.domain()) : List.of(),
                domains(dkim, DkimStatus.TEMPERROR));
    }

    private static List<String> domains(List<DkimResult> dkim, DkimStatus status) {
        return dkim.stream()
                .filter(one -> one.status() == status && !one.testing())
                .flatMap(one -> one.domain().stream())
                .distinct()
                .toList();
    }

    private static <T> T get(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IOException("a verification failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a message is verified", e);
        }
    }

    /// What is to be done with a message for recipients in these domains.
    public Disposition judge(Verified verified, Collection<Domain> domains) throws IOException {
        var verdicts = new LinkedHashMap<Domain, Verdict>();
        for (Domain domain : domains) {
            verdicts.put(domain, Judge.verdict(policies.of(domain), verified));
        }
        var disposition = Disposition.of(verdicts);
        witness.saw(verified, disposition);
        return disposition;
    }
}
