package dev.jebi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.guard.Costly;
import dev.jebi.guard.Denial;
import dev.jebi.guard.Visit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Peers that are never silent and never done, and peers that are not let in.
@Timeout(180)
final class WireTrickleTest {
    private static final Duration IDLE = Duration.ofMillis(400);

    /// Long enough that a machine with much to do makes no pause of that length between two octets.
    private static final Duration LONG_IDLE = Duration.ofSeconds(3);

    private static final Duration STEP = Duration.ofMillis(50);

    private static final int LINES = 5; // which take longer than that all together

    private static WireLimits limits(int slowest) {
        return new WireLimits(
                100,
                100,
                16 * 1024,
                64 * 1024,
                List.of(),
                new WireLimits.Patience(
                        Duration.ofSeconds(2),
                        Duration.ofMillis(300),
                        Duration.ofMillis(300),
                        slowest));
    }

    private static Object ending(Duration idle, int slowest, Sockets.Session session, String first)
            throws Exception {
        BlockingQueue<Object> told = new LinkedBlockingQueue<>();
        try (var sockets =
                        Sockets.serve(
                                limits(slowest),
                                idle,
                                wire -> {
                                    try {
                                        session.run(wire);
                                        told.add("ended");
                                    } catch (IOException e) {
                                        told.add(e);
                                    }
                                });
                var socket = sockets.connect()) {
            var out = socket.getOutputStream();
            out.write(first.getBytes(StandardCharsets.US_ASCII));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (told.isEmpty() && System.nanoTime() < end && octet(out)) {
                LockSupport.parkNanos(STEP.toNanos());
            }
            return Optional.ofNullable(told.poll(60, TimeUnit.SECONDS)).orElse("nothing");
        }
    }

    private static boolean octet(OutputStream out) {
        try {
            out.write('x');
            return true;
        } catch (IOException _) {
            return false; // it was left
        }
    }

    @Test
    void aLineThatNeverEndsIsGivenUpAfterTheIdleTime() throws Exception {
        assertThat(ending(LONG_IDLE, 100, wire -> wire.readLine(1_000), "NOOP"))
                .isInstanceOfSatisfying(
                        IdleTimeout.class, e -> assertThat(e).hasMessageContaining("no end comes"));
    }

    @Test
    void contentThatTricklesIsGivenUp() throws Exception {
        assertThat(
                        ending(
                                IDLE,
                                1_000,
                                wire -> wire.readDotted(OutputStream.nullOutputStream()),
                                "Subject: drops\r\n"))
                .isInstanceOf(IdleTimeout.class);
        assertThat(
                        ending(
                                IDLE,
                                1_000,
                                wire -> wire.readOctets(1_000, OutputStream.nullOutputStream()),
                                "x"))
                .isInstanceOf(IdleTimeout.class);
    }

    @Test
    void aSlowLineIsNoTrickle() throws Exception {
        assertThat(
                        ending(
                                LONG_IDLE,
                                2,
                                wire -> wire.readOctets(80, OutputStream.nullOutputStream()),
                                "xx"))
                .isEqualTo("ended");
    }

    @Test
    void theNextLineHasTheWholeTimeAgain() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (var sockets =
                        Sockets.serve(
                                limits(100),
                                LONG_IDLE,
                                wire -> {
                                    for (int i = 0; i < LINES; i++) {
                                        told.add(
                                                new String(
                                                        wire.readLine(10),
                                                        StandardCharsets.US_ASCII));
                                    }
                                });
                var socket = sockets.connect()) {
            for (int i = 0; i < LINES; i++) {
                slowly(socket, "ab");
            }
            for (int i = 0; i < LINES; i++) {
                assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("ab");
            }
        }
    }

    private static void slowly(Socket socket, String line) throws IOException {
        for (char c : (line + "\r\n").toCharArray()) {
            socket.getOutputStream().write(c);
            socket.getOutputStream().flush();
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    /// A visit that is not let in, or whose lines wait.
    private record Unwelcome(Optional<Denial> denied, long line) implements Visit {
        @Override
        public Optional<Denial> spend(Costly what) {
            return denied;
        }

        @Override
        public Optional<Denial> mayTry(String login) {
            return denied;
        }

        @Override
        public void wrong(String login, String mechanism, String attempt) {
            throw new IllegalStateException();
        }

        @Override
        public void signedIn(String login) {
            throw new IllegalStateException();
        }
    }

    @Test
    void theSessionHasTheVisitOfItsClientAndItsLinesWait() throws Exception {
        var denial = new Denial("because", Instant.EPOCH);
        var visit = new Unwelcome(Optional.of(denial), Duration.ofMillis(150).toNanos());
        var told = new LinkedBlockingQueue<Object>();
        try (var server = new WireServer(limits(100), Optional.empty(), _ -> visit)) {
            var address =
                    server.listen(
                            new Listener("test", Sockets.ANY, false, Sockets.IDLE),
                            Sockets.quiet(wire -> {
                                told.add(wire.visit());
                                long start = System.nanoTime();
                                wire.readLine(10);
                                wire.readLine(10);
                                told.add(System.nanoTime() - start);
                            }));
            try (var socket = new Socket(address.getAddress(), address.getPort())) {
                socket.getOutputStream()
                        .write("one\r\ntwo\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo(visit);
                assertThat((Long) told.poll(60, TimeUnit.SECONDS))
                        .isGreaterThan(Duration.ofMillis(250).toNanos());
            }
        }
    }
}
