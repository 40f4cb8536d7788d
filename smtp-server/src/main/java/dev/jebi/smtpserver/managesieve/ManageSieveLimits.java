package dev.jebi.smtpserver.managesieve;

import java.time.Duration;

/// What a ManageSieve client is granted.
///
/// @param line octets of a line without its literals; RFC 5804 §4 has quoted strings of 1,024
/// @param literal octets of a literal
/// @param drain octets of a literal that is too large and is read all the same
/// @param arguments of one command
/// @param badCommands before the session ends
/// @param authFailures before the session ends
/// @param idle once signed in; RFC 5804 §1.2 has 30 minutes at least
public record ManageSieveLimits(
        int line,
        int literal,
        long drain,
        int arguments,
        int badCommands,
        int authFailures,
        Duration idle) {
    /// What serves people.
    public static final ManageSieveLimits STANDARD =
            new ManageSieveLimits(16_384, 1 << 20, 8 << 20, 4, 10, 3, Duration.ofMinutes(31));
}
