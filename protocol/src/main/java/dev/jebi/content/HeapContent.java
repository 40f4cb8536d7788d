package dev.jebi.content;

import java.nio.ByteBuffer;

/// Content in an array.
final class HeapContent implements Content {
    private final byte[] octets;

    HeapContent(byte[] octets) {
        this.octets = octets;
    }

    @Override
    public long size() {
        return octets.length;
    }

    @Override
    public int read(long offset, ByteBuffer into) {
        int from = (int) Math.min(offset, octets.length);
        int n = Math.min(into.remaining(), octets.length - from);
        into.put(octets, from, n);
        return n;
    }
}
