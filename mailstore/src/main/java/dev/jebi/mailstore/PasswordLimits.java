package dev.jebi.mailstore;

import java.time.Duration;

/// What a password costs to check, and how long it need not be checked again.
///
/// @param memoryKibibytes memory of one Argon2id
/// @param passes of one Argon2id over its memory
/// @param scramIterations of SCRAM's PBKDF2 (RFC 7677 §4: at least 4096)
/// @param remembered how many passwords that were right are remembered
/// @param rememberedFor how long: mail clients sign in every few minutes
record PasswordLimits(
        int memoryKibibytes,
        int passes,
        int scramIterations,
        int remembered,
        Duration rememberedFor) {
    /// The least that OWASP's password storage cheat sheet advises for Argon2id.
    static final PasswordLimits STANDARD =
            new PasswordLimits(19_456, 2, 10_000, 10_000, Duration.ofMinutes(15));
}
