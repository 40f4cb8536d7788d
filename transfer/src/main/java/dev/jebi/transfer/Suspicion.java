package dev.jebi.transfer;

import dev.jebi.address.Domain;

import java.util.Optional;
import java.util.function.Predicate;

/// What was found out about a message before it was taken.
///
/// @param junk for which domains of recipients it belongs among the junk
/// @param stranger whether it comes from a stranger at all
/// @param author the domain that stands behind it, where that is verified
record Suspicion(Predicate<Domain> junk, boolean stranger, Optional<String> author) {
    /// Of mail from our own people and hosts.
    static final Suspicion OURS = new Suspicion(_ -> false, false, Optional.empty());
}
