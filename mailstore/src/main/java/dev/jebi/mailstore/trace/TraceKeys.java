package dev.jebi.mailstore.trace;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The hashes by which events are found. Two texts may have the same: whoever finds a block looks
/// into it.
public final class TraceKeys {
    /// The bits of a hash: a number of a block fits beside it, and no sign.
    public static final int BITS = 39;

    private static final long OFFSET = 0xCBF2_9CE4_8422_2325L;
    private static final long PRIME = 0x100_0000_01B3L;

    private TraceKeys() {}

    /// The hash of a text, whatever the case of its letters.
    public static long hash(String text) {
        long hash = OFFSET;
        for (byte octet : text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xFF)) * PRIME;
        }
        hash ^= hash >>> 32;
        hash *= 0x9E37_79B9_7F4A_7C15L;
        return hash >>> (Long.SIZE - BITS);
    }
}
