package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.mailstore.AccountId;

/// A recipient that was taken, and how its copy gets to it.
public sealed interface Recipient {
    /// What RCPT said.
    Address address();

    /// One of ours.
    record Local(Address address, AccountId account) implements Recipient {}

    /// Somebody elsewhere, by way of the outbound queue.
    record Remote(Address address) implements Recipient {}
}
