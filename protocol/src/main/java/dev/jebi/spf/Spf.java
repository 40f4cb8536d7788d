package dev.jebi.spf;

import dev.jebi.dns.Resolver;

import java.time.InstantSource;

/// The evaluation of SPF policies (RFC 7208). Safe for use by several threads; blocks the calling
/// (virtual) thread while the DNS is asked, which an interrupt ends.
public final class Spf {
    private final Resolver dns;
    private final SpfLimits limits;
    private final InstantSource clock;

    /// An evaluation that asks this DNS.
    public Spf(Resolver dns, SpfLimits limits, InstantSource clock) {
        this.dns = dns;
        this.limits = limits;
        this.clock = clock;
    }

    /// Answers a question; errors are results too.
    public SpfOutcome check(SpfQuestion question) {
        return new SpfEvaluation(dns, limits, question, clock).outcome();
    }
}
