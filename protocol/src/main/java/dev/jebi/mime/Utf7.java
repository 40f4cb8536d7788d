package dev.jebi.mime;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;

/// UTF-7 (RFC 2152), which the JDK has not; for reading only.
final class Utf7 extends Charset {
    static final Charset CHARSET = new Utf7();

    private Utf7() {
        super("UTF-7", new String[] {});
    }

    @Override
    public boolean contains(Charset other) {
        return false;
    }

    @Override
    public boolean canEncode() {
        return false;
    }

    @Override
    public CharsetEncoder newEncoder() {
        throw new UnsupportedOperationException("UTF-7 is only read");
    }

    @Override
    public CharsetDecoder newDecoder() {
        return new Decoder(this);
    }

    private static final class Decoder extends CharsetDecoder {
        private boolean shifted;
        private boolean justShifted;
        private int bits;
        private int bitCount;

        Decoder(Charset charset) {
            super(charset, 1, 1);
        }

        @Override
        protected void implReset() {
            shifted = false;
            bits = 0;
            bitCount = 0;
        }

        @Override
        protected CoderResult decodeLoop(ByteBuffer in, CharBuffer out) {
            while (in.hasRemaining()) {
                if (!out.hasRemaining()) {
                    return CoderResult.OVERFLOW;
                }
                int octet = in.get() & 0xFF;
                if (shifted) {
                    shifted(octet, out);
                } else if (octet == '+') {
                    shifted = true;
                    justShifted = true;
                    bits = 0;
                    bitCount = 0;
                } else {
                    out.put(octet < 0x80 ? (char) octet : '\uFFFD');
                }
            }
            return CoderResult.UNDERFLOW;
        }

        private void shifted(int octet, CharBuffer out) {
            int six = base64(octet);
            if (six >= 0) {
                bits = bits << 6 | six;
                bitCount += 6;
                if (bitCount >= 16) {
                    bitCount -= 16;
                    out.put((char) (bits >>> bitCount));
                    bits &= (1 << bitCount) - 1;
                }
            } else {
                shifted = false;
                if (octet != '-') {
                    out.put(octet < 0x80 ? (char) octet : '\uFFFD');
                } else if (justShifted) {
                    out.put('+');
                }
            }
            justShifted = false;
        }

        private static int base64(int octet) {
            if (octet >= 'A' && octet <= 'Z') {
                return octet - 'A';
            }
            if (octet >= 'a' && octet <= 'z') {
                return octet - 'a' + 26;
            }
            if (octet >= '0' && octet <= '9') {
                return octet - '0' + 52;
            }
            return octet == '+' ? 62 : octet == '/' ? 63 : -1;
        }
    }
}
