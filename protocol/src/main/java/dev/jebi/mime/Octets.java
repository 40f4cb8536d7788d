package dev.jebi.mime;

import java.util.Arrays;

/// A growing run of octets; what is appended beyond its bound is dropped. For one thread.
final class Octets {
    private static final int FIRST = 2048;

    private byte[] octets = new byte[FIRST];
    private int size;
    private int limit = Integer.MAX_VALUE;

    /// Empties it.
    void clear() {
        size = 0;
    }

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

    void put(int octet) {
        if (size == octets.length) {
            octets = Arrays.copyOf(octets, 2 * octets.length);
        }
        octets[size++] = (byte) octet;
    }

    void put(int first, int second, int third) {
        if (size + 3 > octets.length) {
            octets = Arrays.copyOf(octets, 2 * octets.length);
        }
        octets[size] = (byte) first;
        octets[size + 1] = (byte) second;
        octets[size + 2] = (byte) third;
        size += 3;
    }

    /// Copies octets from `from` on, as many as fit.
    int copy(int from, byte[] into, int offset, int length) {
        int n = Math.min(length, size - from);
        System.arraycopy(octets, from, into, offset, n);
        return n;
    }

    byte[] toArray() {
        return Arrays.copyOf(octets, size);
    }
}
