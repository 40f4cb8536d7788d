package dev.jebi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Sessions that write to their sockets by themselves while event loops close them.
@Timeout(180)
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

    /// Answers each line with itself, as a server does that is asked one thing after the other.
    private static void echo(Wire wire) throws IOException {
        while (true) {
            wire.write(wire.readLine(100));
            wire.write(new byte[] {'\r', '\n'});
            if (!wire.hasInput()) {
                wire.flush();
            }
        }
    }

    /// Lines of a client that is prompt, then tells much at once, then thinks, and so on; its last
    /// words and its end come together.
    private static void tell(Sockets sockets, int number) throws IOException {
        var random = new SplittableRandom(number);
        try (Socket socket = sockets.connect();
                var heard =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.US_ASCII))) {
            int said = 0;
            for (int i = 0; i < 20; i++) {
                for (int n = random.nextInt(200); n > 0; n--) {
                    socket.getOutputStream().write(line(said));
                    assertThat(heard.readLine()).isEqualTo(Integer.toString(said));
                    said++;
                }
                int burst = random.nextInt(4_000);
                socket.getOutputStream().write(lines(said, burst));
                for (int n = 0; n < burst; n++) {
                    assertThat(heard.readLine()).isEqualTo(Integer.toString(said));
                    said++;
                }
                LockSupport.parkNanos(random.nextInt(1_000_000));
            }
            socket.getOutputStream().write(lines(said, 2_000));
            socket.shutdownOutput();
            var rest = IntStream.range(said, said + 2_000).mapToObj(Integer::toString);
            assertThat(heard.lines()).containsExactlyElementsOf(rest.toList());
        }
    }

    private static byte[] line(int number) {
        return (number + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] lines(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(number -> number + "\r\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void whatIsHeardAtTheSocketAndByTheEventLoopComesInOrder() throws Exception {
        try (var sockets = Sockets.serve(OpenSocketTest::echo);
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            tell(sockets, 0); // alone: it is answered soonest
            var talks = new ArrayList<Future<?>>();
            for (int i = 1; i <= CLIENTS; i++) {
                int number = i;
                talks.add(
                        clients.submit(() -> {
                            tell(sockets, number);
                            return number;
                        }));
            }
            for (Future<?> talk : talks) {
                talk.get();
            }
        }
    }
}
