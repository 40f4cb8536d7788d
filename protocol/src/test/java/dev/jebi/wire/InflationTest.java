package dev.jebi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.Deflater;

/// A stream that refers to what it said long ago is read, whenever the reader has rested.
@Timeout(180)
final class InflationTest {
    private static final int LINES = 3_000;

    private static byte[] flushed(Deflater deflater, byte[] plain) {
        deflater.setInput(plain);
        var out = new ByteArrayOutputStream();
        var step = new byte[8 * 1024];
        int n = deflater.deflate(step, 0, step.length, Deflater.SYNC_FLUSH);
        while (n == step.length) {
            out.write(step, 0, n);
            n = deflater.deflate(step, 0, step.length, Deflater.SYNC_FLUSH);
        }
        out.write(step, 0, n);
        return out.toByteArray();
    }

    private static void take(Inflation inflation, byte[] chunk, ByteArrayOutputStream plain) {
        inflation.feed(chunk);
        for (byte[] next = inflation.next(); next.length > 0; next = inflation.next()) {
            plain.writeBytes(next);
        }
    }

    @Test
    void goesOnWhereItRested() {
        for (long seed = 0; seed < 8; seed++) {
            var random = new SplittableRandom(seed);
            var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
            var inflation = new Inflation();
            var said = new ByteArrayOutputStream();
            var plain = new ByteArrayOutputStream();
            int most = (int) seed * 20 + 2; // lines that come again soon, and such that come late
            for (int i = 0; i < LINES; i++) {
                var line = "a%05d UID FETCH %d (FLAGS BODY.PEEK[])\r\n";
                int number = random.nextInt(most);
                byte[] octets =
                        line.formatted(number, number * 7919).getBytes(StandardCharsets.US_ASCII);
                said.writeBytes(octets);
                byte[] chunk = flushed(deflater, octets);
                int cut = random.nextInt(8) == 0 ? random.nextInt(chunk.length) : 0;
                take(inflation, Arrays.copyOfRange(chunk, 0, cut), plain);
                inflation.rest(); // also where nothing was flushed
                take(inflation, Arrays.copyOfRange(chunk, cut, chunk.length), plain);
                if (random.nextBoolean()) {
                    inflation.rest();
                    assertThat(inflation.next()).isEmpty();
                }
            }
            assertThat(inflation.broken()).isFalse();
            assertThat(plain.toByteArray()).as("seed %d", seed).isEqualTo(said.toByteArray());
            deflater.end();
            inflation.close();
        }
    }

    @Test
    void whatIsLargerThanTheWindowIsReadOn() {
        var random = new SplittableRandom(5);
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        var inflation = new Inflation();
        var plain = new ByteArrayOutputStream();
        var octets = new byte[100_000];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) random.nextInt(64);
        }
        take(inflation, flushed(deflater, octets), plain);
        inflation.rest();
        byte[] again = Arrays.copyOfRange(octets, 70_000, 99_000);
        byte[] chunk = flushed(deflater, again);
        assertThat(chunk.length).isLessThan(2_000); // it does refer to what was before
        take(inflation, chunk, plain);
        assertThat(Arrays.copyOfRange(plain.toByteArray(), 100_000, 129_000)).isEqualTo(again);
        assertThat(inflation.broken()).isFalse();
        deflater.end();
        inflation.close();
    }
}
