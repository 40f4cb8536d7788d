package dev.jebi.mailstore;

import dev.jebi.address.Address;

/// An account: a person's or a service's right to mail.
public record Account(AccountId id, Address address, boolean active) {}
