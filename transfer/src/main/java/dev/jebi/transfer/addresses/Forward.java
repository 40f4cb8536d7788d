package dev.jebi.transfer.addresses;

import dev.jebi.address.Address;

import java.util.List;

/// Where an account's mail is forwarded to.
///
/// @param keep whether the account has a copy, too
public record Forward(List<Address> targets, boolean keep) {
    /// Copies the targets.
    public Forward {
        targets = List.copyOf(targets);
    }
}
