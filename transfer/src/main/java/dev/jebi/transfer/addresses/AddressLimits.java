package dev.jebi.transfer.addresses;

import java.time.Duration;

/// How much the directory of addresses may hold, and how far it is followed.
///
/// @param entries of one kind
/// @param targets of one alias or group
/// @param members of one list
/// @param forwards targets that an account's mail is forwarded to
/// @param depth of addresses that lead to addresses
/// @param destinations of one message, all told
/// @param refresh how often a node looks whether another has changed something
public record AddressLimits(
        int entries,
        int targets,
        int members,
        int forwards,
        int depth,
        int destinations,
        Duration refresh) {
    /// What serves a large site.
    public static final AddressLimits STANDARD =
            new AddressLimits(1_000_000, 1_000, 10_000, 20, 10, 20_000, Duration.ofSeconds(2));
}
