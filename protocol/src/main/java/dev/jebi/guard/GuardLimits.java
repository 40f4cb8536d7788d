package dev.jebi.guard;

import java.time.Duration;

/// What clients that nobody knows are granted.
///
/// @param connections of one client
/// @param messages of one client
/// @param unknownRecipients asked for by one client
/// @param guesses wrong passwords of one client before it is banned
/// @param accountGuesses wrong passwords for one account, from anywhere, before only networks from
///   which somebody has signed in to it may try
/// @param lines a second of one connection; more are read slowly. 0 for any number
/// @param ban how long a first ban lasts; the next is twice as long
/// @param longestBan how long any lasts
public record GuardLimits(
        Rate connections,
        Rate messages,
        Rate unknownRecipients,
        Rate guesses,
        Rate accountGuesses,
        int lines,
        Duration ban,
        Duration longestBan) {
    /// What no honest client comes near.
    public static final GuardLimits STANDARD =
            new GuardLimits(
                    new Rate(12_000, Duration.ofMinutes(1)),
                    Rate.UNLIMITED,
                    new Rate(100, Duration.ofHours(1)),
                    new Rate(10, Duration.ofMinutes(10)),
                    new Rate(50, Duration.ofHours(1)),
                    200,
                    Duration.ofHours(1),
                    Duration.ofHours(24));

    /// A network has so many times what one of its clients has.
    static final int NETWORK_SHARE = 4;

    /// Where somebody has signed in lately, others may be wrong so many times more often.
    static final int KNOWN_SHARE = 10;

    /// Clients, networks and accounts that are remembered; more make the longest silent forgotten.
    static final int REMEMBERED = 50_000;

    /// Bans that are kept, at most.
    static final int BANS = 100_000;

    /// How long it counts for the next ban that there was one.
    static final Duration RECORD = Duration.ofDays(7);

    /// How long a network is known from which somebody has signed in.
    static final Duration KNOWN = Duration.ofDays(30);

    Rate of(Costly what) {
        return switch (what) {
            case CONNECTION -> connections;
            case MESSAGE -> messages;
            case UNKNOWN_RECIPIENT -> unknownRecipients;
        };
    }
}
