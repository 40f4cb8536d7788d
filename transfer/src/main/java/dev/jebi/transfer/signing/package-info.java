/// Signatures on what leaves: which keys a domain has and how they come and go, the DKIM signature
/// of mail by an author of a local domain, the ARC seal on mail that is passed on.
///
/// Private keys stand in the store's register and nowhere else; nothing here writes one to a log, a
/// reply or a `toString`.
@NullMarked
package dev.jebi.transfer.signing;

import org.jspecify.annotations.NullMarked;
