package dev.jebi.spf;

import java.time.Duration;

/// What one evaluation may cost.
///
/// @param lookups terms that ask the DNS (RFC 7208 §4.6.4)
/// @param voids such terms whose question has no answer (§4.6.4)
/// @param names mail exchangers of an `mx`, names of a client that are looked at (§4.6.4)
/// @param terms of one record
/// @param recordOctets the longest record that is read
/// @param explanationOctets the longest explanation that is passed on
/// @param time after which nothing more is asked (§4.6.4 wants 20 seconds at least)
public record SpfLimits(
        int lookups,
        int voids,
        int names,
        int terms,
        int recordOctets,
        int explanationOctets,
        Duration time) {
    /// What RFC 7208 says; its own bound for the size of a record is 450 octets.
    public static final SpfLimits STANDARD =
            new SpfLimits(10, 2, 10, 1_000, 16 * 1024, 512, Duration.ofSeconds(20));
}
