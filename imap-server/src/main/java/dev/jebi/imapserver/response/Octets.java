package dev.jebi.imapserver.response;

import dev.jebi.mime.ReadyHead;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Octets that grow. For one thread.
final class Octets implements ReadyHead.Sink {
    private byte[] octets = new byte[1024];
    private int size;

    int size() {
        return size;
    }

    byte[] array() {
        return octets;
    }

    /// Forgets all behind `size`.
    void cut(int newSize) {
        size = newSize;
    }

    /// Forgets all, and gives back what grew large.
    void clear() {
        size = 0;
        if (octets.length > 128 * 1024) {
            octets = new byte[1024];
        }
    }

    Octets put(char c) {
        room(1);
        octets[size++] = (byte) c;
        return this;
    }

    /// Text of octets, one char each.
    @SuppressWarnings("deprecation") // exactly what is wanted: the low octet of each char
    Octets put(String text) {
        room(text.length());
        text.getBytes(0, text.length(), octets, size);
        size += text.length();
        return this;
    }

    Octets put(long number) {
        if (number < 0) {
            return put(Long.toString(number));
        }
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        room(digits);
        long rest = number;
        for (int at = size + digits; at > size; rest /= 10) {
            octets[--at] = (byte) ('0' + rest % 10);
        }
        size += digits;
        return this;
    }

    @Override
    public void put(byte[] array, int offset, int length) {
        room(length);
        System.arraycopy(array, offset, octets, size, length);
        size += length;
    }

    private void room(int more) {
        if (size + more > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, size + more));
        }
    }

    @Override
    public String toString() {
        return new String(octets, 0, size, StandardCharsets.ISO_8859_1);
    }
}
