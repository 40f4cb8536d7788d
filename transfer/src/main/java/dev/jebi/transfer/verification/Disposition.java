package dev.jebi.transfer.verification;

import dev.jebi.address.Domain;
import dev.jebi.smtp.Reply;

import java.util.Map;
import java.util.Optional;

/// What is done with a message for all its recipients.
///
/// @param refusal the reply, when nobody takes it
/// @param verdicts for the recipients' domains
public record Disposition(Optional<Reply> refusal, Map<Domain, Verdict> verdicts) {
    /// Nothing against it.
    public static final Disposition ACCEPT = new Disposition(Optional.empty(), Map.of());

    /// Copies the verdicts.
    public Disposition {
        verdicts = Map.copyOf(verdicts);
    }

    /// Joins the verdicts of the domains: one reply is given for all, so the message is refused
    /// only where all refuse it; where some do not, the others have it among the junk.
    static Disposition of(Map<Domain, Verdict> verdicts) {
        Optional<Reply> refusal = Optional.empty();
        for (var verdict : verdicts.values()) {
            if (!(verdict instanceof Verdict.Refuse(var reply))) {
                return new Disposition(Optional.empty(), verdicts);
            }
            boolean later = refusal.isPresent() && refusal.get().code() < 500;
            refusal = later ? refusal : Optional.of(reply); // who defers may take it later
        }
        return new Disposition(refusal, verdicts);
    }

    /// Whether a domain's copy belongs among the junk.
    public boolean junk(Domain domain) {
        return switch (verdicts.getOrDefault(domain, new Verdict.Accept())) {
            case Verdict.Accept _ -> false;
            case Verdict.Junk _, Verdict.Refuse _ -> true;
        };
    }
}
