package dev.jebi.dkim;

import java.time.Duration;

/// What a verification may cost and what it demands.
///
/// @param signatures that are checked; the ones below are passed over
/// @param headerOctets how far the end of the header section is looked for
/// @param keyRecords that are tried where a name has several
/// @param leastRsaBits RFC 8301 §3.2: 1024
/// @param mostRsaBits so that nobody makes us calculate for long
/// @param clockSkew how far in the future a signature may have been made
/// @param partialBody whether a signature over a part of the body (the tag `l`) is enough: what
///   stands behind that part could be anybody's (RFC 6376 §8.2)
/// @param historic whether SHA-1 passes, as it did before RFC 8301
public record DkimLimits(
        int signatures,
        int headerOctets,
        int keyRecords,
        int leastRsaBits,
        int mostRsaBits,
        Duration clockSkew,
        boolean partialBody,
        boolean historic) {
    /// The usual ones.
    public static final DkimLimits STANDARD =
            new DkimLimits(10, 1 << 20, 4, 1024, 8192, Duration.ofDays(1), false, false);
}
