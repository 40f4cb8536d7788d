package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.content.Content;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// RFC 9585: a client that waits hears that the server is at it.
final class ProgressTest {
    private static final int MANY = 5_000;

    /// Keeps what is said, and opens a latch at the first of it.
    private static final class Heard implements Responder.Outlet {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private final CountDownLatch something = new CountDownLatch(2);

        @Override
        public void write(byte[] said, int length) {
            octets.write(said, 0, length);
        }

        @Override
        public void write(Content content) {
            throw new IllegalArgumentException("no content here");
        }

        @Override
        public void flush() {
            something.countDown();
        }
    }

    private final Heard heard = new Heard();
    private final Progress progress = new Progress(new Responder(heard), Duration.ofMillis(10));

    @Test
    void longWorkIsToldOfUnderTheTagOfItsCommand() throws IOException {
        progress.begin("a1");
        int result = progress.during(MANY, () -> heardTwice(7));
        assertThat(result).isEqualTo(7);
        assertThat(heard.octets.toString(StandardCharsets.US_ASCII))
                .startsWith(
                        "* OK [INPROGRESS (\"a1\" NIL NIL)] still at it\r\n"
                                + "* OK [INPROGRESS (\"a1\" NIL NIL)] still at it\r\n");
    }

    /// RFC 9585 §4: it would end the response code.
    @Test
    void aTagWithABracketIsNotTold() throws IOException {
        progress.begin("a]1");
        progress.during(MANY, () -> heardTwice(0));
        assertThat(heard.octets.toString(StandardCharsets.US_ASCII))
                .startsWith("* OK [INPROGRESS (NIL NIL NIL)] still at it\r\n");
    }

    @Test
    void whatIsSoonDoneIsNotToldOf() throws IOException {
        var patient = new Progress(new Responder(heard), Duration.ofMinutes(1));
        assertThat(patient.during(1, () -> 3)).isEqualTo(3);
        assertThat(patient.during(MANY, () -> 3)).isEqualTo(3);
        assertThat(heard.octets.size()).isZero();
    }

    @Test
    void faultsComeThroughAsTheyAre() {
        assertThatThrownBy(() ->
                        progress.during(
                                MANY,
                                () -> {
                                    throw new IOException("disk");
                                }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");
        assertThatThrownBy(() ->
                        progress.during(
                                MANY,
                                () -> {
                                    throw new IllegalStateException("bug");
                                }))
                .isInstanceOf(IllegalStateException.class);
    }

    private int heardTwice(int result) throws IOException {
        try {
            heard.something.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return result;
    }
}
