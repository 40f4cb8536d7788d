package dev.jebi.sieve;

import java.util.List;
import java.util.Optional;

/// What a run came to.
///
/// @param actions to be done, in order; the implicit keep is one of them, as a [SieveAction.Keep]
/// @param implicitKeep whether the last [SieveAction.Keep] is the implicit one (RFC 5228 §2.10.2)
/// @param headerEdited whether the script changed the header
/// @param error what went wrong; then the implicit keep of the unchanged message is all there is
///   (RFC 5228 §2.10.6)
public record SieveOutcome(
        List<SieveAction> actions,
        boolean implicitKeep,
        boolean headerEdited,
        Optional<SieveError> error) {}
