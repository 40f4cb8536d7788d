package dev.jebi.transfer.verification;

import dev.jebi.address.IpText;
import dev.jebi.address.ReversePath;
import dev.jebi.arc.ArcHop;
import dev.jebi.arc.ArcResult;
import dev.jebi.authres.AuthenticationResults;
import dev.jebi.authres.MethodResult;
import dev.jebi.authres.ReverseName;
import dev.jebi.dkim.DkimResult;
import dev.jebi.dmarc.Authors;
import dev.jebi.dmarc.DmarcOutcome;
import dev.jebi.dmarc.DmarcResult;
import dev.jebi.spf.SpfOutcome;
import dev.jebi.spf.SpfResult;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The writing of what was found out (RFC 8601 §2.7).
final class Findings {
    private Findings() {}

    static AuthenticationResults results(
            String host,
            Arrival arrival,
            List<SpfOutcome> spf,
            List<DkimResult> dkim,
            ArcResult arc,
            Conclusion conclusion) {
        var results = new ArrayList<MethodResult>();
        results.add(spf(arrival, spf.getFirst(), !arrival.from().isNull()));
        if (!arrival.from().isNull()) {
            results.add(spf(arrival, spf.getLast(), false));
        }
        if (dkim.isEmpty()) {
            results.add(MethodResult.of("dkim", "none"));
        }
        dkim.forEach(one -> results.add(dkim(one)));
        results.addAll(dmarc(conclusion));
        results.add(arc(arc));
        results.add(iprev(arrival, conclusion.iprev()));
        return new AuthenticationResults(host, results);
    }

    /// What needs more than one method.
    record Conclusion(
            Authors authors,
            List<DmarcOutcome> dmarc,
            ReverseName iprev,
            Optional<String> sealer) {}

    /// RFC 8601 §2.7.2.
    private static MethodResult spf(Arrival arrival, SpfOutcome spf, boolean mailFrom) {
        var result = MethodResult.of("spf", spf.result().word());
        boolean clear = spf.result() == SpfResult.PASS || spf.result() == SpfResult.NONE;
        var said = clear ? result : result.because(spf.reason());
        return mailFrom
                ? said.with("smtp.mailfrom", mailbox(arrival.from()))
                : said.with("smtp.helo", arrival.helo());
    }

    private static String mailbox(ReversePath from) {
        return from.address().map(Object::toString).orElse("");
    }

    /// RFC 8601 §2.7.1, RFC 6008.
    private static MethodResult dkim(DkimResult dkim) {
        var result = MethodResult.of("dkim", dkim.status().word()).because(dkim.reason());
        return dkim.signature()
                .map(s ->
                        result.with("header.d", s.domain())
                                .with("header.s", s.selector())
                                .with("header.a", s.algorithm())
                                .with("header.b", s.mark()))
                .orElse(result);
    }

    /// RFC 8601 §2.7.7 by way of RFC 9989 §9.1; what was asked is told by the properties of RFC
    /// 9091.
    private static List<MethodResult> dmarc(Conclusion conclusion) {
        var authors = conclusion.authors();
        if (conclusion.dmarc().isEmpty()) {
            String why =
                    authors.fields() == 0
                            ? "there is no From field"
                            : "no author has a domain that can be read";
            return List.of(MethodResult.of("dmarc", DmarcResult.PERMERROR.word()).because(why));
        }
        return conclusion.dmarc().stream().map(one -> dmarc(one, conclusion.sealer())).toList();
    }

    private static MethodResult dmarc(DmarcOutcome dmarc, Optional<String> sealer) {
        var result = MethodResult.of("dmarc", dmarc.result().word());
        boolean clear = dmarc.result() == DmarcResult.PASS || dmarc.result() == DmarcResult.NONE;
        String why = dmarc.reason() + sealer.map(s -> "; taken on the word of " + s).orElse("");
        var said = (clear ? result : result.because(why)).with("header.from", dmarc.author());
        return dmarc.record().isEmpty()
                ? said
                : said.with("polrec.p", dmarc.policy().word())
                        .with("polrec.domain", dmarc.policyDomain());
    }

    /// RFC 8617 §10.1; the sealer as RFC 8617 §4.1.1 wants it for those who read it later.
    private static MethodResult arc(ArcResult arc) {
        String oldest = arc.oldestPass() == 0 ? "" : String.valueOf(arc.oldestPass());
        return MethodResult.of("arc", arc.status().word())
                .because(arc.reason())
                .with("header.d", arc.hops().isEmpty() ? "" : arc.hops().getLast().domain())
                .with("header.oldest-pass", arc.hops().isEmpty() ? "" : oldest);
    }

    /// RFC 8601 §2.7.3.
    private static MethodResult iprev(Arrival arrival, ReverseName iprev) {
        return MethodResult.of("iprev", iprev.result().word())
                .with("policy.iprev", IpText.of(arrival.client()))
                .with("policy.ptr", iprev.name());
    }

    /// The domains of the hops of a chain.
    static List<String> sealers(ArcResult arc) {
        return arc.hops().stream().map(ArcHop::domain).toList();
    }
}
