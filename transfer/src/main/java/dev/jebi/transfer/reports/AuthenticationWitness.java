package dev.jebi.transfer.reports;

import dev.jebi.dkim.DkimResult;
import dev.jebi.dkim.Signature;
import dev.jebi.dmarc.DmarcOutcome;
import dev.jebi.dmarc.DmarcPolicy;
import dev.jebi.dmarc.DmarcRecord;
import dev.jebi.dmarc.DmarcResult;
import dev.jebi.reporting.AggregateReport.Identifiers;
import dev.jebi.reporting.AggregateReport.Reason;
import dev.jebi.reporting.AggregateReport.Result;
import dev.jebi.reporting.AggregateReport.Row;
import dev.jebi.spf.SpfOutcome;
import dev.jebi.transfer.verification.Disposition;
import dev.jebi.transfer.verification.Verified;
import dev.jebi.transfer.verification.Witness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sees each verification and says it in the words of an aggregate report, once for each author's
/// domain that publishes a policy (RFC 7489 §7.2, RFC 9990). Safe for use by several threads.
public final class AuthenticationWitness implements Witness {
    /// Signatures of one message that are told.
    private static final int SIGNATURES = 20;

    private final AuthenticationRecord.Sink sink;

    /// A witness that tells this sink.
    public AuthenticationWitness(AuthenticationRecord.Sink sink) {
        this.sink = sink;
    }

    @Override
    public void saw(Verified verified, Disposition disposition) {
        for (var outcome : verified.dmarc()) {
            outcome.record()
                    .ifPresent(record ->
                            sink.record(
                                    new AuthenticationRecord(
                                            outcome.policyDomain(),
                                            published(outcome.policyDomain(), record),
                                            record.aggregateReports(),
                                            row(verified, outcome, record, disposition))));
        }
    }

    private static Map<String, String> published(String domain, DmarcRecord record) {
        var published = new LinkedHashMap<String, String>();
        published.put("domain", domain);
        published.put("p", record.policy().word());
        record.subdomains().ifPresent(policy -> published.put("sp", policy.word()));
        record.missing().ifPresent(policy -> published.put("np", policy.word()));
        published.put("adkim", record.strictDkim() ? "s" : "r");
        published.put("aspf", record.strictSpf() ? "s" : "r");
        published.put("fo", record.failureOptions());
        published.put("testing", record.testing() ? "y" : "n");
        return published;
    }

    private static Row row(
            Verified verified, DmarcOutcome outcome, DmarcRecord record, Disposition disposition) {
        var done = done(outcome, disposition);
        return new Row(
                verified.arrival().client().getHostAddress(),
                1,
                done.word(),
                passed(outcome.dkimAligned()),
                passed(outcome.spfAligned()),
                reason(verified, outcome, record, done).stream().toList(),
                new Identifiers(outcome.author(), envelopeFrom(verified), to(disposition)),
                results(verified));
    }

    /// What the policy brought about; other reasons to refuse a message are not the domain's.
    private static DmarcPolicy done(DmarcOutcome outcome, Disposition disposition) {
        if (outcome.result() != DmarcResult.FAIL) {
            return DmarcPolicy.NONE;
        }
        if (disposition.refusal().isPresent()) {
            return DmarcPolicy.REJECT;
        }
        return disposition.verdicts().keySet().stream().anyMatch(disposition::junk)
                ? DmarcPolicy.QUARANTINE
                : DmarcPolicy.NONE;
    }

    /// Why less was done than what the domain asks for.
    private static Optional<Reason> reason(
            Verified verified, DmarcOutcome outcome, DmarcRecord record, DmarcPolicy done) {
        if (outcome.result() != DmarcResult.FAIL || done.compareTo(outcome.policy()) >= 0) {
            return Optional.empty();
        }
        if (verified.sealer().isPresent()) {
            return Optional.of(new Reason("trusted_forwarder", "arc=" + verified.sealer().get()));
        }
        if (record.testing()) {
            return Optional.of(new Reason("policy_test_mode", ""));
        }
        return Optional.of(
                outcome.applied().compareTo(outcome.policy()) < 0
                        ? new Reason("other", "sampled out")
                        : new Reason("local_policy", ""));
    }

    private static String envelopeFrom(Verified verified) {
        return verified.spf().domain();
    }

    /// Nothing where it went to several domains: the message counts once.
    private static String to(Disposition disposition) {
        var domains = disposition.verdicts().keySet();
        return domains.size() == 1 ? domains.iterator().next().name() : "";
    }

    private static List<Result> results(Verified verified) {
        var results = new ArrayList<Result>();
        verified.dkim().stream()
                .limit(SIGNATURES)
                .forEach(one -> one.signature().ifPresent(s -> results.add(dkim(one, s))));
        results.add(spf(verified.spf(), verified.arrival().from().isNull() ? "helo" : "mfrom"));
        return results;
    }

    private static Result dkim(DkimResult result, Signature signature) {
        return new Result(
                "dkim",
                signature.domain(),
                signature.selector(),
                result.status().word(),
                result.reason());
    }

    private static Result spf(SpfOutcome outcome, String scope) {
        return new Result("spf", outcome.domain(), scope, outcome.result().word(), "");
    }

    private static String passed(boolean aligned) {
        return aligned ? "pass" : "fail";
    }
}
