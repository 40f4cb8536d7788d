package dev.jebi.mime;

import java.util.Arrays;

/// A forgiving base64 decoder (RFC 2045 §6.8), piece by piece: what is no base64 is passed over,
/// padding ends a quad and data may follow it. For one thread.
final class Base64Quads implements OctetDecoder {
    private static final byte NONE = -1;
    private static final byte PADDING = -2;
    private static final byte[] VALUES = values();

    private int bits;
    private int count;

    @Override
    public void decode(byte[] octets, int length, Octets out) {
        int quad = bits;
        int held = count;
        for (int i = 0; i < length; i++) {
            int six = octets[i] >= 0 ? VALUES[octets[i]] : NONE;
            if (six >= 0) {
                quad = quad << 6 | six;
                if (++held == 4) {
                    out.put(quad >> 16, quad >> 8, quad);
                    quad = 0;
                    held = 0;
                }
            } else if (six == PADDING) {
                bits = quad;
                count = held;
                end(out);
                quad = 0;
                held = 0;
            }
        }
        bits = quad;
        count = held;
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
        Arrays.fill(values, NONE);
        values['='] = PADDING;
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }
}
