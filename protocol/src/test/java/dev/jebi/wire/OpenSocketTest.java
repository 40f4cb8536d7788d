package dev.jebi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// Sessions that write to their sockets by themselves while event loops close them.
@Timeout(30)
class OpenSocketTest {
    private static final int CLIENTS = 8;
    private static final int CONNECTIONS_EACH = 60;

    /// Says one octet of its own for ever.
    private static void monologue(Wire wire, byte own) throws IOException {
        byte[] words = new byte[500];
        Arrays.fill(words, own);
        while (true) {
            wire.write(words);
            wire.flush();
        }
    }

    @Test
    void whatASessionSaysNeverReachesTheNextOwnerOfItsDescriptor() throws Exception {
        var sessions = new AtomicLong();
        var mixed = new ConcurrentLinkedQueue<String>();
        var done = new CountDownLatch(CLIENTS);
        try (var sockets =
                Sockets.serve(wire -> monologue(wire, (byte) sessions.incrementAndGet()))) {
            for (int i = 0; i < CLIENTS; i++) {
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                for (int n = 0; n < CONNECTIONS_EACH; n++) {
                                    listen(sockets, 1 + n % 3 * 4_000, mixed);
                                }
                            } catch (IOException e) {
                                mixed.add(e.toString());
                            } finally {
                                done.countDown();
                            }
                        });
            }
            done.await();
        }
        assertThat(mixed).isEmpty();
        assertThat(sessions.get()).isEqualTo(CLIENTS * CONNECTIONS_EACH);
    }

    /// Listens for a while and cuts the connection in the middle of a word.
    private static void listen(Sockets sockets, int octets, ConcurrentLinkedQueue<String> mixed)
            throws IOException {
        try (Socket socket = sockets.connect()) {
            socket.setSoLinger(true, 0); // RST
            byte[] heard = socket.getInputStream().readNBytes(octets);
            for (byte octet : heard) {
                if (octet != heard[0]) {
                    mixed.add(new String(heard, StandardCharsets.ISO_8859_1));
                    return;
                }
            }
        }
    }

    @Test
    void aPeerThatReadsSlowlyGetsEverythingInOrder() throws Exception {
        int lines = 60_000;
        try (var sockets =
                        Sockets.serve(wire -> {
                            for (int i = 0; i < lines; i++) {
                                wire.write(i + "\r\n");
                                if (i % 7 == 0) {
                                    wire.flush();
                                }
                            }
                            wire.flush();
                        });
                var socket = sockets.connect()) {
            String[] heard = Sockets.rest(socket).split("\r\n");
            assertThat(heard).hasSize(lines);
            for (int i = 0; i < lines; i++) {
                assertThat(heard[i]).isEqualTo(Integer.toString(i));
            }
        }
    }
}
