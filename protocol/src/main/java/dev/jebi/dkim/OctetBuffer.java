package dev.jebi.dkim;

import java.util.Arrays;

/// Octets that grow at their end; what a hash is taken of. For one thread.
public final class OctetBuffer {
    private byte[] octets = new byte[2048];
    private int size;

    /// Appends one octet.
    public void append(int octet) {
        room(1);
        octets[size++] = (byte) octet;
    }

    /// Appends a run of octets.
    public void append(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, octets, size, end - start);
        size += end - start;
    }

    /// The octets so far, as an array of their own.
    public byte[] toArray() {
        return Arrays.copyOf(octets, size);
    }

    private void room(int more) {
        if (octets.length - size < more) {
            octets = Arrays.copyOf(octets, Math.max(size + more, octets.length * 2));
        }
    }
}
