package dev.jebi.mime;

import java.util.Arrays;

/// A growing run of octets with an upper bound; what goes beyond is dropped. For one thread.
final class Octets {
    private static final int FIRST = 2048;

    private byte[] octets = new byte[FIRST];
    private int size;
    private int limit;

    /// Empties it and sets its bound.
    void clear(int newLimit) {
        size = 0;
        limit = newLimit;
    }

    int size() {
        return size;
    }

    void append(byte[] from, int start, int end) {
        int n = Math.min(end - start, limit - size);
        if (n <= 0) {
            return;
        }
        if (size + n > octets.length) {
            octets =
                    Arrays.copyOf(
                            octets, (int) Math.min(limit, Math.max(2L * octets.length, size + n)));
        }
        System.arraycopy(from, start, octets, size, n);
        size += n;
    }

    byte[] toArray() {
        return Arrays.copyOf(octets, size);
    }
}
