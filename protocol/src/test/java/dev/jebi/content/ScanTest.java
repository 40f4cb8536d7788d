package dev.jebi.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

/// The eight-at-a-step searches find what a plain loop finds.
class ScanTest {
    private static final byte[] ALPHABET = {'\r', '\n', 0, 1, 'a', (byte) 0x80, (byte) 0xFF, '.'};

    @Test
    void searchesAgreeWithAPlainLoop() {
        var random = new SplittableRandom(7);
        for (int run = 0; run < 50_000; run++) {
            var octets = new byte[random.nextInt(40)];
            boolean rare = random.nextBoolean();
            for (int i = 0; i < octets.length; i++) {
                octets[i] =
                        rare && random.nextInt(12) > 0
                                ? (byte) 'x'
                                : ALPHABET[random.nextInt(ALPHABET.length)];
            }
            int from = random.nextInt(octets.length + 1);
            int to = from + random.nextInt(octets.length - from + 1);
            check(octets, from, to);
        }
    }

    private static void check(byte[] octets, int from, int to) {
        int lf = -1;
        int special = to;
        boolean eightBit = false;
        int lfs = 0;
        for (int i = to - 1; i >= from; i--) {
            lf = octets[i] == '\n' ? i : lf;
            lfs += octets[i] == '\n' ? 1 : 0;
            boolean one = octets[i] == '\r' || octets[i] == '\n' || octets[i] == 0;
            special = one ? i : special;
            eightBit |= octets[i] < 0;
        }
        assertThat(Scan.indexOf(octets, from, to, Scan.LF)).isEqualTo(lf);
        assertThat(Scan.count(octets, from, to, Scan.LF)).isEqualTo(lfs);
        assertThat(Scan.special(octets, from, to)).isEqualTo(special);
        assertThat(Scan.eightBit(octets, from, to)).isEqualTo(eightBit);
    }
}
