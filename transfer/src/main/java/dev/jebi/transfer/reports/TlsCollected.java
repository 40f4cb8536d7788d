package dev.jebi.transfer.reports;

import dev.jebi.mailstore.Register;
import dev.jebi.reporting.NoReport;
import dev.jebi.reporting.TlsReport;
import dev.jebi.reporting.TlsReport.FailureDetail;
import dev.jebi.reporting.TlsReport.PolicyResult;
import dev.jebi.transfer.tls.TlsNote;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What TLS sessions came to (RFC 8460 §4), by policy.
final class TlsCollected extends Collected<List<PolicyResult>> implements TlsNote.Sink {
    static final String KIND = "tls-results";

    /// Kinds of failures of one policy and day; the rest is counted and not told apart.
    private static final int MOST_DETAILS = 200;

    private static final int MOST_POLICIES = 50;
    private static final int LONGEST_REASON = 300;

    TlsCollected(Register register, String node, InstantSource clock) {
        super(register, KIND, node, clock);
    }

    @Override
    public void note(TlsNote note) {
        var details =
                note.failure()
                        .map(f ->
                                List.of(
                                        new FailureDetail(
                                                f.type().text(),
                                                note.source(),
                                                note.host(),
                                                note.address(),
                                                1,
                                                clipped(f.why()))))
                        .orElse(List.of());
        var applied = note.applied();
        var one =
                new PolicyResult(
                        applied.domain(),
                        applied.type().text(),
                        applied.lines(),
                        applied.mx(),
                        details.isEmpty() ? 1 : 0,
                        details.size(),
                        details);
        add(applied.domain(), old -> merged(old, List.of(one)));
    }

    private static String clipped(String why) {
        return why.length() <= LONGEST_REASON ? why : why.substring(0, LONGEST_REASON);
    }

    @Override
    List<PolicyResult> nothing() {
        return List.of();
    }

    private record Policy(String type, List<String> lines) {}

    private record Kind(String result, String source, String host, String ip, String reason) {}

    @Override
    List<PolicyResult> merged(List<PolicyResult> one, List<PolicyResult> other) {
        var all = new LinkedHashMap<Policy, PolicyResult>();
        for (var results : List.of(one, other)) {
            for (var result : results) {
                var policy = new Policy(result.type(), result.lines());
                if (all.containsKey(policy) || all.size() < MOST_POLICIES) {
                    all.merge(policy, result, TlsCollected::sum);
                }
            }
        }
        return List.copyOf(all.values());
    }

    private static PolicyResult sum(PolicyResult one, PolicyResult other) {
        Map<Kind, FailureDetail> details = new LinkedHashMap<>();
        var both = new ArrayList<>(one.details());
        both.addAll(other.details());
        for (var detail : both) {
            var kind =
                    new Kind(
                            detail.result(),
                            detail.sendingIp(),
                            detail.receivingHost(),
                            detail.receivingIp(),
                            detail.reason());
            if (details.containsKey(kind) || details.size() < MOST_DETAILS) {
                details.merge(kind, detail, TlsCollected::sum);
            }
        }
        return new PolicyResult(
                one.domain(),
                one.type(),
                one.lines(),
                one.mx(),
                one.successes() + other.successes(),
                one.failures() + other.failures(),
                List.copyOf(details.values()));
    }

    private static FailureDetail sum(FailureDetail one, FailureDetail other) {
        return new FailureDetail(
                one.result(),
                one.sendingIp(),
                one.receivingHost(),
                one.receivingIp(),
                one.sessions() + other.sessions(),
                one.reason());
    }

    @Override
    byte[] octets(DayAndDomain of, List<PolicyResult> met) {
        return Packing.packed(new TlsReport("", "", "", of.begin(), of.end(), met).json());
    }

    @Override
    List<PolicyResult> read(byte[] octets) throws IOException {
        try {
            return TlsReport.parse(Packing.unpacked(octets)).policies();
        } catch (NoReport e) {
            throw new IOException("results that cannot be read", e);
        }
    }
}
