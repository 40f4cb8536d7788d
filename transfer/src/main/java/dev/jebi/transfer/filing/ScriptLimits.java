package dev.jebi.transfer.filing;

import dev.jebi.sieve.SieveLimits;

/// How much an account may keep in scripts.
///
/// @param scripts of one account
/// @param octets of one script
/// @param octetsInAll of all scripts of one account
/// @param name chars of a script's name; RFC 5804 §1.6 has 128 at least
/// @param compiled chars of the scripts that are held ready
/// @param sieve what one script may be and do
public record ScriptLimits(
        int scripts, int octets, long octetsInAll, int name, int compiled, SieveLimits sieve) {
    /// What a person never reaches.
    public static final ScriptLimits STANDARD =
            new ScriptLimits(100, 512 << 10, 2 << 20, 128, 4 << 20, SieveLimits.STANDARD);
}
