package dev.jebi.content;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Searches in arrays, eight octets at a step. Ranges are not checked beyond what the array does.
public final class Scan {
    public static final byte CR = '\r';
    public static final byte LF = '\n';
    public static final byte DOT = '.';

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long CRS = CR * ONES;
    private static final long LFS = LF * ONES;
    private static final long ABOVE_CR = (CR + 1) * ONES;

    private Scan() {}

    /// Where the octet first stands in `[from, to)`, or -1.
    public static int indexOf(byte[] octets, int from, int to, byte octet) {
        long pattern = (octet & 0xFF) * ONES;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long hit = zeros((long) LONGS.get(octets, i) ^ pattern);
            if (hit != 0) {
                return i + first(hit);
            }
        }
        for (; i < to; i++) {
            if (octets[i] == octet) {
                return i;
            }
        }
        return -1;
    }

    /// Where the first CR, LF or NUL stands in `[from, to)`, or `to`.
    public static int special(byte[] octets, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long word = (long) LONGS.get(octets, i);
            if ((word - ABOVE_CR & ~word & HIGHS) == 0) { // nothing as low as the highest of them
                continue;
            }
            long hit = zeros(word) | zeros(word ^ CRS) | zeros(word ^ LFS);
            if (hit != 0) {
                return i + first(hit);
            }
        }
        for (; i < to; i++) {
            byte octet = octets[i];
            if (octet == CR || octet == LF || octet == 0) {
                return i;
            }
        }
        return to;
    }

    /// Whether an octet over 127 stands in `[from, to)`.
    public static boolean eightBit(byte[] octets, int from, int to) {
        long all = 0;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            all |= (long) LONGS.get(octets, i);
        }
        for (; i < to; i++) {
            all |= octets[i];
        }
        return (all & HIGHS) != 0;
    }

    /// How often the octet stands in `[from, to)`.
    public static int count(byte[] octets, int from, int to, byte octet) {
        long pattern = (octet & 0xFF) * ONES;
        int count = 0;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long word = (long) LONGS.get(octets, i) ^ pattern;
            // a high bit for each octet that is not zero: no carry passes from one to the next
            long others = ((word & ~HIGHS) + ~HIGHS | word) & HIGHS;
            count += Long.BYTES - Long.bitCount(others);
        }
        for (; i < to; i++) {
            if (octets[i] == octet) {
                count++;
            }
        }
        return count;
    }

    /// A high bit in the lowest octet that is zero; above it there may be false ones.
    private static long zeros(long word) {
        return (word - ONES) & ~word & HIGHS;
    }

    private static int first(long hits) {
        return Long.numberOfTrailingZeros(hits) >>> 3;
    }
}
