package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.mailstore.Uid;
import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/// Parts that a client reads in pieces (RFC 3516 §4.2): right, whatever the order of the pieces,
/// and at the price of the whole part when one comes after the other.
final class LastDecodedTest {
    private static final List<Integer> PATH = List.of(2);
    private static final int PIECE = 64 * 1024;

    /// Counts the octets that are read of it.
    private record Counted(Content content, AtomicLong read) implements Content {
        @Override
        public long size() {
            return content.size();
        }

        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
            int n = content.read(offset, into);
            read.addAndGet(n);
            return n;
        }
    }

    private static byte[] octets(int count) {
        var octets = new byte[count];
        new Random(7).nextBytes(octets);
        return octets;
    }

    private static Content base64(byte[] octets) {
        return Content.of(Base64.getMimeEncoder().encode(octets));
    }

    private static Content piece(LastDecoded last, Content body, long from, long length)
            throws IOException {
        return last.of(new Uid(7), PATH, body, "base64").slice(from, length);
    }

    @Test
    void onePieceAfterTheOtherReadsThePartTwiceAtMost() throws IOException {
        var octets = octets(5_000_000);
        var read = new AtomicLong();
        var last = new LastDecoded();
        var whole = new ByteArrayOutputStream();
        var encoded = base64(octets);
        for (int from = 0; from < octets.length; from += PIECE) { // each opens the message anew
            whole.write(piece(last, new Counted(encoded, read), from, PIECE).octets());
            last.settle();
        }
        assertThat(whole.toByteArray()).isEqualTo(octets);
        assertThat(read.get()).isLessThanOrEqualTo(2 * encoded.size() + PIECE);
    }

    @Test
    void piecesComeInAnyOrder() {
        var octets = octets(100_000);
        var encoded = base64(octets);
        Randomly.runs(
                20,
                "jebi.pieces.seed",
                random -> {
                    var last = new LastDecoded();
                    for (int i = 0; i < 20; i++) {
                        int from = random.generator().nextInt(octets.length + 100);
                        int length = random.generator().nextInt(20_000);
                        var expected = Content.of(octets).slice(from, length).octets();
                        assertThat(piece(last, encoded, from, length).octets()).isEqualTo(expected);
                        last.settle();
                    }
                });
    }

    @Test
    void anotherPartBeginsAnew() throws IOException {
        var last = new LastDecoded();
        var one = base64("one".getBytes(StandardCharsets.US_ASCII));
        var two = base64("two".getBytes(StandardCharsets.US_ASCII));
        assertThat(piece(last, one, 0, 2).octets()).asString().isEqualTo("on");
        var other = last.of(new Uid(8), PATH, two, "base64");
        assertThat(other.octets()).asString().isEqualTo("two");
        assertThat(last.of(new Uid(8), List.of(3), one, "base64").octets())
                .asString()
                .isEqualTo("one");
    }

    @Test
    void knowsWhereNulIs() throws IOException {
        var body = new DecodedBody(base64(new byte[] {1, 2, 0, 3, 4}), "base64");
        assertThat(body.mayHaveNul(0, 2)).isFalse();
        assertThat(body.mayHaveNul(0, 3)).isTrue();
        assertThat(body.mayHaveNul(2, 1)).isTrue();
        assertThat(body.mayHaveNul(3, 99)).isFalse();
        assertThat(new DecodedBody(base64(new byte[] {1}), "base64").mayHaveNul(0, 9)).isFalse();
    }
}
