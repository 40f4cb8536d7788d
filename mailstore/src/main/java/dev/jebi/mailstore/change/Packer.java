package dev.jebi.mailstore.change;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes numbers (7 bits an octet) and texts into a buffer that grows.
final class Packer {
    private byte[] octets = new byte[256];
    private int length;

    private void room(int more) {
        if (length + more > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
        }
    }

    Packer octet(int value) {
        room(1);
        octets[length++] = (byte) value;
        return this;
    }

    Packer flag(boolean value) {
        return octet(value ? 1 : 0);
    }

    /// Small for small numbers that are not negative; nine or ten octets at most.
    Packer number(long value) {
        room(10);
        long left = value;
        while ((left & ~0x7FL) != 0) {
            octets[length++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        octets[length++] = (byte) left;
        return this;
    }

    Packer octets(byte[] value) {
        number(value.length);
        room(value.length);
        System.arraycopy(value, 0, octets, length, value.length);
        length += value.length;
        return this;
    }

    Packer text(String value) {
        return octets(value.getBytes(StandardCharsets.UTF_8));
    }

    ByteBuffer packed() {
        return ByteBuffer.wrap(octets, 0, length);
    }
}
