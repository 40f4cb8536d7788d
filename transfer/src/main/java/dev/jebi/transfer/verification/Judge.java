package dev.jebi.transfer.verification;

import dev.jebi.address.IpText;
import dev.jebi.authres.ReverseName;
import dev.jebi.dmarc.DmarcOutcome;
import dev.jebi.dmarc.DmarcPolicy;
import dev.jebi.smtp.EnhancedStatus;
import dev.jebi.smtp.Reply;
import dev.jebi.spf.SpfResult;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The application of a domain's policy to what was found out.
final class Judge {
    private static final int LINE = 300;

    private Judge() {}

    static Verdict verdict(DomainPolicy policy, Verified verified) {
        if (verified.sealer().isPresent()) {
            return new Verdict.Accept();
        }
        return worse(
                dmarc(policy, verified), worse(spf(policy, verified), iprev(policy, verified)));
    }

    private static Verdict dmarc(DomainPolicy policy, Verified verified) {
        var deciding = verified.deciding();
        if (deciding.isEmpty()) {
            return new Verdict.Accept();
        }
        return switch (deciding.get().result()) {
            case PASS, NONE, PERMERROR -> new Verdict.Accept();
            case TEMPERROR -> policy.defer() ? later(deciding.get()) : new Verdict.Accept();
            case FAIL -> failed(policy, deciding.get());
        };
    }

    /// RFC 9989 §5.3.
    private static Verdict failed(DomainPolicy policy, DmarcOutcome outcome) {
        var asked =
                switch (outcome.applied()) {
                    case NONE -> Action.ACCEPT;
                    case QUARANTINE -> Action.JUNK;
                    case REJECT -> Action.REJECT;
                };
        var action = asked.compareTo(policy.dmarc()) < 0 ? asked : policy.dmarc();
        return does(
                action,
                "5.7.26", // RFC 7372 §3.4
                outcome.author()
                        + " does not stand behind this message: neither SPF nor DKIM passed for it,"
                        + " and its DMARC policy ("
                        + outcome.policyDomain()
                        + ") asks that such mail is "
                        + (outcome.applied() == DmarcPolicy.REJECT ? "refused" : "quarantined"));
    }

    private static Verdict later(DmarcOutcome outcome) {
        return new Verdict.Refuse(
                Reply.of(
                        451,
                        "4.7.1",
                        "Whether "
                                + outcome.author()
                                + " stands behind this message cannot be told just now ("
                                + outcome.reason()
                                + "); try again later"));
    }

    private static Verdict spf(DomainPolicy policy, Verified verified) {
        var spf = verified.spf();
        if (spf.result() != SpfResult.FAIL || verified.authentic()) {
            return new Verdict.Accept();
        }
        return does(
                policy.spf(),
                "5.7.23", // RFC 7372 §3.2
                IpText.of(verified.arrival().client())
                        + " may not send mail for "
                        + ascii(spf.domain())
                        + " (SPF)"
                        // RFC 7208 §6.2: it must be seen whose words these are
                        + spf.explanation().map(e -> "; the domain says: " + e).orElse(""));
    }

    private static Verdict iprev(DomainPolicy policy, Verified verified) {
        boolean none =
                verified.iprev().result() == ReverseName.Result.FAIL
                        || verified.iprev().result() == ReverseName.Result.PERMERROR;
        return none && !verified.authentic()
                ? does(
                        policy.iprev(),
                        "5.7.25", // RFC 7372 §3.3
                        IpText.of(verified.arrival().client())
                                + " has no name in the DNS that has this address too")
                : new Verdict.Accept();
    }

    private static Verdict does(Action action, String status, String sentence) {
        return switch (action) {
            case ACCEPT -> new Verdict.Accept();
            case JUNK -> new Verdict.Junk(sentence);
            case REJECT ->
                    new Verdict.Refuse(
                            new Reply(
                                    550,
                                    Optional.of(EnhancedStatus.parse(status)),
                                    lines(sentence)));
        };
    }

    /// RFC 5321 §4.5.3.1.5: a reply line has at most 512 octets, and foreign words may be many.
    private static List<String> lines(String sentence) {
        var lines = new ArrayList<String>();
        String rest = sentence;
        while (rest.length() > LINE) {
            int space = rest.lastIndexOf(' ', LINE);
            int end = space <= 0 ? LINE : space;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return List.copyOf(lines);
    }

    private static Verdict worse(Verdict one, Verdict other) {
        return rank(one) >= rank(other) ? one : other;
    }

    private static int rank(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accept _ -> 0;
            case Verdict.Junk _ -> 1;
            case Verdict.Refuse(var reply) -> reply.code() < 500 ? 2 : 3;
        };
    }

    private static String ascii(String text) {
        return text.replaceAll("[^!-~]", "?");
    }

    /// Why a message is among the junk, or refused.
    static Optional<String> why(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accept _ -> Optional.empty();
            case Verdict.Junk(var why) -> Optional.of(why);
            case Verdict.Refuse(var reply) -> Optional.of(String.join(" ", reply.lines()));
        };
    }
}
