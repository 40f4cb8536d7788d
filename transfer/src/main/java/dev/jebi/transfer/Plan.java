package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Incoming;

import java.util.List;
import java.util.Map;

/// What a message leads to; nothing of it is done yet.
///
/// @param together what is to be accepted in one change, the message itself first; nothing when
///   everybody has thrown it away
/// @param holders the accounts that get a copy, each with the recipients that led to it
/// @param failed recipients that nobody gets it for
/// @param afterwards what is to be done once it is accepted
public record Plan(
        List<Incoming> together,
        Map<AccountId, List<Address>> holders,
        List<Failed> failed,
        List<Runnable> afterwards) {
    /// A recipient that nobody gets the message for, and what is said about it.
    ///
    /// @param status an enhanced status code, e.g. `5.1.1`
    public record Failed(Address recipient, String status, String why) {}
}
