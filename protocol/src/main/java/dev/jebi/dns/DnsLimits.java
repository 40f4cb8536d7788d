package dev.jebi.dns;

import java.time.Duration;

/// What a question to the DNS may cost.
///
/// @param question how long one server is waited for, before the next is asked
/// @param answer how long an answer is waited for in all
/// @param exchangers mail exchangers of a domain that are looked at; the rest is dropped
/// @param addresses addresses of a host that are looked at
/// @param cached sets of records that are kept as long as their owner allows
/// @param cachedOctets the largest answer that is kept; nobody fills the memory with huge ones
/// @param redirects aliases (CNAME, DNAME) that are followed
public record DnsLimits(
        Duration question,
        Duration answer,
        int exchangers,
        int addresses,
        int cached,
        int cachedOctets,
        int redirects) {
    /// As resolvers of other mail systems have it.
    public static final DnsLimits STANDARD =
            new DnsLimits(Duration.ofSeconds(5), Duration.ofSeconds(20), 50, 16, 20_000, 4096, 8);
}
