/// The rules of account holders: their Sieve scripts, kept in the register, and what a run of them
/// over a message comes to. Nothing is stored or sent here; what is to be done goes back to the
/// caller, who does it with the delivery.
///
/// Invariant: a script that is missing, wrong or fails leaves the message in the inbox (RFC 5228
/// §2.10.6).
@NullMarked
package dev.jebi.transfer.filing;

import org.jspecify.annotations.NullMarked;
