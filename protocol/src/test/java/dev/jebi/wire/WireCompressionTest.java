package dev.jebi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Compression on the wire (RFC 4978): begun, ended, damaged, and abused.
@Timeout(180)
class WireCompressionTest {
    /// A client that compresses what it says, and tells apart what it hears.
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        private final Inflater inflater = new Inflater(true);

        Client(Sockets sockets) throws IOException {
            socket = sockets.connect();
        }

        void plain(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        byte[] deflated(byte[] octets, int flush) {
            deflater.setInput(octets);
            var out = new ByteArrayOutputStream();
            var step = new byte[64 * 1024];
            int n = deflater.deflate(step, 0, step.length, flush);
            while (n > 0) {
                out.write(step, 0, n);
                n = n < step.length ? 0 : deflater.deflate(step, 0, step.length, flush);
            }
            return out.toByteArray();
        }

        byte[] deflated(String text) {
            return deflated(text.getBytes(StandardCharsets.ISO_8859_1), Deflater.SYNC_FLUSH);
        }

        void squeezed(String text) throws IOException {
            socket.getOutputStream().write(deflated(text));
        }

        /// The next line of what the server has compressed.
        String line() throws IOException {
            var line = new ByteArrayOutputStream();
            var one = new byte[1];
            try {
                while (line.size() == 0 || one[0] != '\n') {
                    if (inflater.inflate(one) == 1) {
                        line.write(one[0]);
                    } else if (inflater.needsInput()) {
                        int octet = socket.getInputStream().read();
                        if (octet < 0) {
                            break;
                        }
                        inflater.setInput(new byte[] {(byte) octet});
                    } else {
                        break;
                    }
                }
            } catch (DataFormatException e) {
                throw new IOException(e);
            }
            return line.toString(StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() throws IOException {
            deflater.end();
            inflater.end();
            socket.close();
        }
    }

    /// Answers each line with itself; `END` ends the compression, and all goes on in plain.
    private static void echo(Wire wire) throws IOException {
        wire.write("ready\r\n");
        wire.startCompression();
        while (true) {
            String line = new String(wire.readLine(1_000), StandardCharsets.ISO_8859_1);
            wire.write(line + "\r\n");
            if (line.equals("END")) {
                wire.endCompression();
            }
            if (!wire.hasInput()) {
                wire.flush();
            }
        }
    }

    @Test
    void eachFlushLetsThePeerReadAllThatWasWritten() throws Exception {
        try (var sockets = Sockets.serve(WireCompressionTest::echo);
                var client = new Client(sockets)) {
            assertThat(Sockets.line(client.socket)).isEqualTo("ready\r\n");
            for (String line :
                    new String[] {"a NOOP\r\n", "\r\n", "b " + "x".repeat(900) + "\r\n"}) {
                client.squeezed(line);
                assertThat(client.line()).isEqualTo(line);
            }
            client.squeezed("one\r\ntwo\r\nthree\r\n");
            assertThat(client.line() + client.line() + client.line())
                    .isEqualTo("one\r\ntwo\r\nthree\r\n");
        }
    }

    @Test
    void octetsMayComeOneByOne() throws Exception {
        try (var sockets = Sockets.serve(WireCompressionTest::echo);
                var client = new Client(sockets)) {
            assertThat(Sockets.line(client.socket)).isEqualTo("ready\r\n");
            for (byte octet : client.deflated("in pieces\r\n")) {
                client.socket.getOutputStream().write(octet);
                client.socket.getOutputStream().flush();
            }
            assertThat(client.line()).isEqualTo("in pieces\r\n");
        }
    }

    /// RFC 8437 §4.1: it ends behind a line, and what follows in the same packet is plain, whether
    /// the client flushed its stream or finished it.
    @Test
    void whatFollowsTheEndIsPlain() throws Exception {
        for (boolean finished : new boolean[] {false, true}) {
            try (var sockets = Sockets.serve(WireCompressionTest::echo);
                    var client = new Client(sockets)) {
                assertThat(Sockets.line(client.socket)).isEqualTo("ready\r\n");
                client.squeezed("first\r\n");
                assertThat(client.line()).isEqualTo("first\r\n");
                if (finished) {
                    client.deflater.finish();
                }
                byte[] end =
                        finished
                                ? client.deflated(octets("END\r\n"), Deflater.NO_FLUSH)
                                : client.deflated("END\r\n");
                byte[] both = Arrays.copyOf(end, end.length + 7);
                System.arraycopy(octets("plain\r\n"), 0, both, end.length, 7);
                client.socket.getOutputStream().write(both);
                assertThat(client.line()).isEqualTo("END\r\n");
                String rest = Sockets.line(client.socket); // the end of the stream, and plain text
                assertThat(rest).endsWith("plain\r\n");
                client.plain("more\r\n");
                assertThat(Sockets.line(client.socket)).isEqualTo("more\r\n");
            }
        }
    }

    @Test
    void whatIsNotCompressedEndsTheConversation() throws Exception {
        var told = new LinkedBlockingQueue<Object>();
        try (var sockets = Sockets.serve(telling(told, WireCompressionTest::echo));
                var client = new Client(sockets)) {
            assertThat(Sockets.line(client.socket)).isEqualTo("ready\r\n");
            client.plain("\u00ff\u00ff\u00ff\u00ff plain\r\n");
            assertThat(told.poll(60, TimeUnit.SECONDS)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void contentGoesOutWhole() throws Exception {
        var octets = new byte[3_000_000];
        new SplittableRandom(1).nextBytes(octets);
        Arrays.fill(octets, 1_000_000, 2_000_000, (byte) 'a');
        try (var sockets =
                        Sockets.serve(wire -> {
                            wire.startCompression();
                            wire.write(Content.of(octets));
                            wire.flush();
                            wire.readLine(10);
                        });
                var client = new Client(sockets)) {
            var heard = new byte[octets.length];
            int length = 0;
            var step = new byte[10_000];
            while (length < heard.length) {
                int n = client.inflater.inflate(heard, length, heard.length - length);
                length += n;
                if (n == 0) {
                    client.inflater.setInput(step, 0, client.socket.getInputStream().read(step));
                }
            }
            assertThat(heard).isEqualTo(octets);
            assertThat(client.inflater.getBytesRead()).isLessThan(2_100_000);
        }
    }

    /// A megabyte on the wire that stands for a gigabyte: the line that has no end ends the
    /// conversation, and meanwhile others are answered.
    @Test
    void aBombCostsItsSessionAlone() throws Exception {
        var told = new LinkedBlockingQueue<Object>();
        try (var sockets = Sockets.serve(telling(told, WireCompressionTest::echo));
                var bomber = new Client(sockets);
                var other = new Client(sockets)) {
            assertThat(Sockets.line(bomber.socket)).isEqualTo("ready\r\n");
            assertThat(Sockets.line(other.socket)).isEqualTo("ready\r\n");
            byte[] bomb = bomber.deflated(new byte[100 << 20], Deflater.SYNC_FLUSH);
            assertThat(bomb.length).isLessThan(200_000);
            bomber.socket.getOutputStream().write(bomb);
            other.squeezed("hello\r\n");
            assertThat(other.line()).isEqualTo("hello\r\n");
            assertThat(told.poll(60, TimeUnit.SECONDS)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aCountedReadTakesNoMoreThanItWants() throws Exception {
        var told = new LinkedBlockingQueue<Object>();
        Sockets.Session session =
                wire -> {
                    wire.startCompression();
                    wire.flush();
                    wire.readOctets(1_000_000, OutputStream.nullOutputStream());
                    told.add(new String(wire.readLine(100), StandardCharsets.ISO_8859_1));
                };
        try (var sockets = Sockets.serve(session);
                var client = new Client(sockets)) {
            client.socket
                    .getOutputStream()
                    .write(client.deflated("y".repeat(1_000_000) + "behind\r\n"));
            assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("behind");
        }
    }

    /// Who waits for news holds no compressor; the stream goes on as one all the same.
    @Test
    void aStreamGoesOnAfterARest() throws Exception {
        Sockets.Session session =
                wire -> {
                    wire.startCompression();
                    for (int i = 0; i < 3; i++) {
                        wire.write("news " + i + "\r\n");
                        wire.flush();
                        wire.awaitInput(Duration.ofMillis(20));
                    }
                };
        try (var sockets = Sockets.serve(session);
                var client = new Client(sockets)) {
            assertThat(client.line() + client.line() + client.line())
                    .isEqualTo("news 0\r\nnews 1\r\nnews 2\r\n");
        }
    }

    /// Half a flush is no input: a session that waits for news must not be woken for it.
    @Test
    void onlyWhatStandsForOctetsIsInput() throws Exception {
        var told = new LinkedBlockingQueue<Object>();
        Sockets.Session session =
                wire -> {
                    wire.startCompression();
                    wire.write("go\r\n");
                    wire.flush();
                    told.add(wire.awaitInput(Duration.ofMillis(200)));
                    told.add(wire.awaitInput(Sockets.IDLE));
                };
        try (var sockets = Sockets.serve(session);
                var client = new Client(sockets)) {
            client.socket.getOutputStream().write(new byte[] {0, 0, 0, -1, -1}); // an empty block
            assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo(false);
            client.squeezed("DONE\r\n");
            assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo(true);
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Sockets.Session telling(BlockingQueue<Object> told, Sockets.Session session) {
        return wire -> {
            try {
                session.run(wire);
                told.add("ended");
            } catch (IOException e) {
                told.add(e);
            }
        };
    }
}
