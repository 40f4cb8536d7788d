package dev.jebi.mailstore.index;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// UIDs that were expunged at a mod-sequence, as pairs of first and last, ascending.
public record Vanished(long modSeq, long[] bounds) {
    /// Of UIDs in whatever order.
    public static Vanished of(long modSeq, long[] uids) {
        var sorted = uids.clone();
        Arrays.sort(sorted);
        var bounds = new long[sorted.length * 2];
        int n = 0;
        for (long uid : sorted) {
            if (n > 0 && uid <= bounds[n - 1] + 1) {
                bounds[n - 1] = uid;
            } else {
                bounds[n++] = uid;
                bounds[n++] = uid;
            }
        }
        return new Vanished(modSeq, Arrays.copyOf(bounds, n));
    }

    static Vanished decode(long modSeq, byte[] octets) {
        var from = ByteBuffer.wrap(octets);
        var bounds = new long[octets.length / Integer.BYTES];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = Integer.toUnsignedLong(from.getInt());
        }
        return new Vanished(modSeq, bounds);
    }

    byte[] encode() {
        var into = ByteBuffer.allocate(bounds.length * Integer.BYTES);
        for (long bound : bounds) {
            into.putInt((int) bound);
        }
        return into.array();
    }
}
