package dev.jebi.pop3server;

import java.time.Duration;
import java.util.OptionalInt;

/// Between what the policies of accounts are: what may be said of everybody before it is known who
/// the client is (RFC 2449 §6.5, §6.7).
///
/// @param expireDays the fewest of any account; empty when nothing expires anywhere
/// @param loginDelay the longest of any account
record Pop3Range(OptionalInt expireDays, Duration loginDelay) {
    static final Pop3Range NONE = new Pop3Range(OptionalInt.empty(), Duration.ZERO);

    Pop3Range with(Pop3Policy policy) {
        var days = expireDays;
        if (policy.expireDays().isPresent()) {
            int other = policy.expireDays().getAsInt();
            days = OptionalInt.of(Math.min(other, days.orElse(other)));
        }
        var delay = policy.loginDelay();
        return new Pop3Range(days, delay.compareTo(loginDelay) > 0 ? delay : loginDelay);
    }

    /// Whether the policy is why the range is what it is.
    boolean dueTo(Pop3Policy policy) {
        return (expireDays.isPresent() && policy.expireDays().equals(expireDays))
                || (!loginDelay.isZero() && policy.loginDelay().equals(loginDelay));
    }
}
