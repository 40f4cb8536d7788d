package dev.jebi.https;

import java.time.Duration;

/// What a request may cost.
///
/// @param port where web servers listen: 443, but for tests
/// @param connect for one address to answer
/// @param whole for everything
/// @param body octets of an answer
/// @param head octets of its status line and fields
/// @param addresses of a host that are tried
public record HttpsLimits(
        int port, Duration connect, Duration whole, int body, int head, int addresses) {
    /// RFC 8461 §3.3 suggests a minute and 64 KiB for a policy.
    public static final HttpsLimits STANDARD =
            new HttpsLimits(
                    443, Duration.ofSeconds(10), Duration.ofSeconds(60), 64 << 10, 16 << 10, 4);
}
