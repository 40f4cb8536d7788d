package dev.jebi.content;

import java.nio.ByteBuffer;

/// Content in an array, which may be longer.
final class HeapContent implements Content {
    private final byte[] octets;
    private final int size;

    HeapContent(byte[] octets, int size) {
        this.octets = octets;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean inHeap() {
        return true;
    }

    @Override
    public int read(long offset, ByteBuffer into) {
        int from = (int) Math.min(offset, size);
        int n = Math.min(into.remaining(), size - from);
        into.put(octets, from, n);
        return n;
    }
}
