package dev.jebi.guard;

import java.time.Instant;
import java.util.Optional;

/// Clients that are not let in.
///
/// @param reason for people
/// @param operator whether a person said so
/// @param until empty for ever
public record Ban(
        Block target, String reason, boolean operator, Instant since, Optional<Instant> until) {
    /// Whether it still holds.
    public boolean holds(Instant now) {
        return until.isEmpty() || now.isBefore(until.get());
    }

    /// What the client is told: an operator's reason is not for it.
    Denial denial() {
        return new Denial(
                operator ? "you are not let in here" : reason,
                until.orElse(since.plus(GuardLimits.RECORD)));
    }
}
