package dev.jebi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// How lines and counted octets are read.
class WireLinesTest {
    private static final int LIMIT = 10;

    /// Answers each line with what became of it, until the peer is gone.
    private static void echo(Wire wire) throws IOException {
        while (true) {
            try {
                byte[] line = wire.readLine(LIMIT);
                wire.write("<" + new String(line, StandardCharsets.ISO_8859_1) + ">");
            } catch (LineTooLong _) {
                wire.write("!long");
            } catch (BareLineEnd _) {
                wire.write("!bare");
            } catch (EOFException _) {
                wire.write("!eof");
                wire.flush();
                return;
            }
            if (!wire.hasInput()) {
                wire.flush();
            }
        }
    }

    private static String echoed(String sent) throws IOException {
        try (var sockets = Sockets.serve(WireLinesTest::echo);
                var socket = sockets.connect()) {
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput(); // the answers still come
            return Sockets.rest(socket);
        }
    }

    @Test
    void linesEndInCrlf() throws IOException {
        assertThat(echoed("one\r\n\r\ntwo\r\n")).isEqualTo("<one><><two>!eof");
    }

    @Test
    void aLineMayFillItsLimitAndNotOneOctetMore() throws IOException {
        assertThat(echoed("0123456789\r\n0123456789a\r\nx\r\n"))
                .isEqualTo("<0123456789>!long<x>!eof");
        assertThat(echoed("0123456789a" + "b".repeat(300_000) + "\r\nx\r\n"))
                .isEqualTo("!long<x>!eof");
    }

    @Test
    void bareLineEndsAreToldAndTheNextLineIsRead() throws IOException {
        assertThat(echoed("a\nb\r\n")).isEqualTo("!bare<b>!eof");
        assertThat(echoed("a\rb\r\nc\r\n")).isEqualTo("!bare<c>!eof");
        assertThat(echoed("a\r\r\nc\r\n")).isEqualTo("!bare<c>!eof");
        assertThat(echoed("\nc\r\n")).isEqualTo("!bare<c>!eof");
    }

    @Test
    void nulsPass() throws IOException {
        assertThat(echoed("a\0b\r\n")).isEqualTo("<a\0b>!eof");
    }

    @Test
    void aLineThatIsCutOffIsNone() throws IOException {
        assertThat(echoed("a\r\nb")).isEqualTo("<a>!eof");
        assertThat(echoed("a\r\nb\r")).isEqualTo("<a>!eof");
    }

    @Test
    void aLineMayComeOctetByOctet() throws IOException {
        try (var sockets = Sockets.serve(WireLinesTest::echo);
                var socket = sockets.connect()) {
            socket.setTcpNoDelay(true);
            for (byte octet : "hello\r\n0123456789ab\r\nx\r\n".getBytes(StandardCharsets.UTF_8)) {
                socket.getOutputStream().write(octet);
                socket.getOutputStream().flush();
            }
            socket.shutdownOutput();
            assertThat(Sockets.rest(socket)).isEqualTo("<hello>!long<x>!eof");
        }
    }

    @Test
    void countedOctetsAreReadExactly() throws IOException {
        try (var sockets =
                Sockets.serve(wire -> {
                    var sink = new ByteArrayOutputStream();
                    wire.readOctets(5, sink);
                    wire.write(sink.toByteArray());
                    wire.write("|");
                    wire.write(wire.readLine(100));
                    wire.flush();
                })) {
            assertThat(sockets.talk("a\r\n.brest\r\n")).isEqualTo("a\r\n.b|rest");
        }
    }
}
