package dev.jebi.mime;

import java.util.Arrays;

/// A forgiving base64 decoder (RFC 2045 §6.8), char by char: what is no base64 is passed over,
/// padding ends a quad and data may follow it. For one thread.
final class Base64Quads implements OctetDecoder {
    private static final byte[] VALUES = values();

    private int bits;
    private int count;

    @Override
    public void put(int c, Octets out) {
        if (c == '=') {
            end(out);
            return;
        }
        int six = c < VALUES.length ? VALUES[c] : -1;
        if (six < 0) {
            return;
        }
        bits = bits << 6 | six;
        if (++count == 4) {
            out.put(bits >> 16);
            out.put(bits >> 8);
            out.put(bits);
            count = 0;
            bits = 0;
        }
    }

    /// Writes what an incomplete quad holds.
    @Override
    public void end(Octets out) {
        if (count == 2) {
            out.put(bits >> 4);
        } else if (count == 3) {
            out.put(bits >> 10);
            out.put(bits >> 2);
        }
        count = 0;
        bits = 0;
    }

    private static byte[] values() {
        var values = new byte[128];
        Arrays.fill(values, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }
}
