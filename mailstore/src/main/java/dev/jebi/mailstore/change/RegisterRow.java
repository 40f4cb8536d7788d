package dev.jebi.mailstore.change;

/// A value of the register, or that there is none.
///
/// @param owner the account whose it is, 0 for the system
/// @param there false when the value was removed; then it has no octets
/// @param expires when it ends to be there, in milliseconds, [#NEVER] for never
public record RegisterRow(
        int owner, String kind, String key, boolean there, long expires, byte[] octets) {
    /// The time at which nothing expires.
    public static final long NEVER = Long.MAX_VALUE;

    /// Whose values are nobody's but the system's.
    public static final int SYSTEM = 0;
}
