/// Which of our addresses stands for whom: aliases, groups, lists with members elsewhere,
/// catch-alls, domains that are other names of domains, subaddresses, and where account holders
/// have their mail forwarded; with SRS, so that forwarded mail passes SPF at the next host and its
/// reports find back.
///
/// All of it lives in the store's register, each kind behind [Addresses]. A copy is held in memory:
/// RCPT asks for addresses that do not exist all day long, and that must cost no I/O. Where several
/// nodes share a store, each looks now and then whether another has changed something.
///
/// Invariants: an expansion ends, for depth and number are bounded and no address is entered twice;
/// mail for an account is never lost by forwarding, for where the targets lead nowhere the account
/// keeps it.
@NullMarked
package dev.jebi.transfer.addresses;

import org.jspecify.annotations.NullMarked;
