package dev.jebi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.content.Content;
import dev.jebi.content.Spool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// One session and its peer: waiting, pressure, silence, and ends of every kind.
@Timeout(180)
class WireSessionTest {
    private static final WireLimits NARROW =
            limits(
                    new WireLimits.Patience(
                            Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofMillis(300)));

    private static final WireLimits LINGERING =
            limits(new WireLimits.Patience(Sockets.IDLE, Sockets.IDLE, Sockets.IDLE));

    @TempDir Path directory;

    private static WireLimits limits(WireLimits.Patience patience) {
        return new WireLimits(100, 100, 16 * 1024, 64 * 1024, List.of(), patience);
    }

    /// Runs a session that tells what it threw.
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

    private static Object next(BlockingQueue<Object> told) throws InterruptedException {
        return Optional.ofNullable(told.poll(60, TimeUnit.SECONDS)).orElse("nothing");
    }

    @Test
    void aSilentPeerIsGivenUp() throws Exception {
        var told = new LinkedBlockingQueue<Object>();
        try (var sockets =
                        Sockets.serve(
                                NARROW,
                                Duration.ofMillis(100),
                                telling(
                                        told,
                                        wire -> {
                                            told.add(wire.awaitInput(Sockets.IDLE));
                                            wire.readLine(10);
                                        }));
                var socket = sockets.connect()) {
            socket.getOutputStream().write('x');
            assertThat(next(told)).isEqualTo(true);
            assertThat(next(told)).isInstanceOf(IdleTimeout.class);
            assertThat(Sockets.rest(socket)).isEmpty();
        }
    }

    /// Waits of seconds share an alarm: it must not ring for one that has ended, nor be missed by
    /// one that ends sooner.
    @Test
    void patienceBeginsAnewWithEachLineAndMayBecomeLess() throws Exception {
        var told = new LinkedBlockingQueue<Object>();
        try (var sockets =
                        Sockets.serve(
                                NARROW,
                                Duration.ofMillis(6_500),
                                telling(
                                        told,
                                        wire -> {
                                            wire.readLine(10);
                                            wire.idleTimeout(Duration.ofMillis(6_000));
                                            told.add(wire.awaitInput(Duration.ofMillis(2_200)));
                                            wire.readLine(10);
                                            told.add("second");
                                            wire.idleTimeout(Duration.ofMillis(2_300));
                                            long begun = System.nanoTime();
                                            try {
                                                wire.readLine(10);
                                            } finally {
                                                told.add(System.nanoTime() - begun);
                                            }
                                        }));
                var socket = sockets.connect()) {
            assertThat(told.poll(1, TimeUnit.SECONDS)).isNull();
            socket.getOutputStream().write("one\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(next(told)).isEqualTo(false);
            socket.getOutputStream().write("two\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(next(told)).isEqualTo("second");
            assertThat((Long) next(told)).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(2_200));
            assertThat(next(told)).isInstanceOf(IdleTimeout.class);
        }
    }

    @Test
    void aPeerThatTakesNothingIsGivenUp() throws Exception {
        var told = new LinkedBlockingQueue<Object>();
        var written = new AtomicLong();
        try (var sockets =
                        Sockets.serve(
                                NARROW,
                                Sockets.IDLE,
                                telling(
                                        told,
                                        wire -> {
                                            var octets = new byte[10_000];
                                            while (true) {
                                                wire.write(octets);
                                                written.addAndGet(octets.length);
                                            }
                                        }));
                var socket = sockets.connect()) {
            assertThat(next(told)).isInstanceOf(IdleTimeout.class);
            assertThat(written.get()).isLessThan(64L << 20); // the kernel's buffers, and ours
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void aSessionThatReadsNothingIsSentNoMoreThanItsBuffer() throws Exception {
        var told = new LinkedBlockingQueue<Object>();
        var begin = new CountDownLatch(1);
        var all = 40L << 20;
        try (var sockets =
                        Sockets.serve(
                                NARROW,
                                Sockets.IDLE,
                                telling(
                                        told,
                                        wire -> {
                                            awaitQuietly(begin);
                                            told.add(((NettyWire) wire).inputReceived());
                                            wire.readOctets(all, OutputStream.nullOutputStream());
                                            wire.readLine(10);
                                        }));
                var socket = sockets.connect()) {
            var sent = new AtomicLong();
            Thread.ofVirtual().start(() -> sendUntilStuck(socket, all, sent, begin));
            long received = (Long) next(told);
            assertThat(received).isLessThan(NARROW.inputBuffer() + 2L * 64 * 1024);
            assertThat(next(told)).isInstanceOf(EOFException.class);
            assertThat(sent.get()).isEqualTo(all);
        }
    }

    @Test
    void aPeerThatEndsItsSideIsNotReadFasterThanTheSessionReads() throws Exception {
        var told = new LinkedBlockingQueue<Object>();
        var begin = new CountDownLatch(1);
        int all = 200_000; // the kernel takes it though nobody reads
        Sockets.Session session =
                wire -> {
                    awaitQuietly(begin);
                    told.add(((NettyWire) wire).inputReceived());
                    wire.readOctets(all, OutputStream.nullOutputStream());
                    wire.write("all\r\n");
                    wire.flush();
                };
        try (var sockets = Sockets.serve(NARROW, Sockets.IDLE, telling(told, session));
                var socket = sockets.connect()) {
            socket.getOutputStream().write(new byte[all]);
            socket.shutdownOutput();
            LockSupport.parkNanos(300_000_000);
            begin.countDown();
            assertThat((Long) next(told)).isLessThan(NARROW.inputBuffer() + 2L * 64 * 1024);
            assertThat(Sockets.rest(socket)).isEqualTo("all\r\n");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Opens the latch when much more has been sent than a session may hold, or nothing more goes.
    private static void sendUntilStuck(
            Socket socket, long all, AtomicLong sent, CountDownLatch stuck) {
        var watch =
                Thread.ofVirtual()
                        .start(() -> {
                            long before = -1;
                            while (sent.get() != before) {
                                before = sent.get();
                                LockSupport.parkNanos(200_000_000);
                            }
                            stuck.countDown();
                        });
        try {
            var octets = new byte[64 * 1024];
            while (sent.get() < all) {
                int n = (int) Math.min(octets.length, all - sent.get());
                socket.getOutputStream().write(octets, 0, n);
                sent.addAndGet(n);
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            watch.interrupt();
        }
    }

    @Test
    void awaitingInputEndsByInputByAWakeUpAndByTime() throws Exception {
        var told = new LinkedBlockingQueue<Object>();
        var wires = new LinkedBlockingQueue<Wire>();
        try (var sockets =
                        Sockets.serve(
                                telling(
                                        told,
                                        wire -> {
                                            wires.add(wire);
                                            told.add(wire.awaitInput(Sockets.IDLE));
                                            told.add(wire.awaitInput(Duration.ofMillis(20)));
                                            told.add(wire.awaitInput(Sockets.IDLE));
                                            wire.readLine(10);
                                            wire.awaitInput(Sockets.IDLE);
                                        }));
                var socket = sockets.connect()) {
            var wire = wires.take();
            wire.wake();
            assertThat(next(told)).isEqualTo(false);
            assertThat(next(told)).isEqualTo(false);
            socket.getOutputStream().write("x\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(next(told)).isEqualTo(true);
            socket.shutdownOutput();
            assertThat(next(told)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aPeerThatEndedItsSideStillGetsALongAnswer() throws Exception {
        var answer = new byte[8 << 20];
        Arrays.fill(answer, (byte) 'x');
        try (var sockets =
                        Sockets.serve(wire -> {
                            wire.readLine(10);
                            wire.write(Content.of(answer));
                            wire.flush();
                        });
                var socket = sockets.connect()) {
            socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).hasSize(answer.length);
        }
    }

    @Test
    void theLastWordsArriveThoughThePeerWentOnTalking() throws Exception {
        try (var sockets =
                        Sockets.serve(
                                LINGERING,
                                Sockets.IDLE,
                                wire -> {
                                    wire.readLine(10);
                                    wire.write("554 go away\r\n");
                                    wire.flush();
                                });
                var socket = sockets.connect()) {
            socket.getOutputStream().write("x\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[300_000]);
            assertThat(Sockets.rest(socket)).isEqualTo("554 go away\r\n");
        }
    }

    @Test
    void writingToAPeerThatIsGoneFails() throws Exception {
        var told = new LinkedBlockingQueue<Object>();
        var gone = new CountDownLatch(1);
        try (var sockets =
                Sockets.serve(
                        telling(
                                told,
                                wire -> {
                                    awaitQuietly(gone);
                                    while (true) {
                                        wire.write("x".repeat(1000));
                                        wire.flush();
                                    }
                                }))) {
            var socket = sockets.connect();
            socket.setSoLinger(true, 0);
            socket.close();
            gone.countDown();
            assertThat(next(told)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aLargeFileGoesOutAsItIs() throws Exception {
        var octets = new byte[3_000_001];
        new SplittableRandom(3).nextBytes(octets);
        try (var spool = new Spool(directory, 1_000, 10_000_000)) {
            spool.write(octets);
            var content = spool.content();
            assertThat(content.file()).isPresent();
            try (var sockets =
                            Sockets.serve(wire -> {
                                wire.write("<");
                                wire.write(content.slice(1, 2_000_000));
                                wire.write(">");
                                wire.flush();
                            });
                    var socket = sockets.connect()) {
                var expected = new ByteArrayOutputStream();
                expected.write('<');
                expected.write(octets, 1, 2_000_000);
                expected.write('>');
                assertThat(socket.getInputStream().readAllBytes())
                        .isEqualTo(expected.toByteArray());
            }
            assertThat(content.octets(3_000_000, 10)).hasSize(1); // the file is still open
        }
    }

    @Test
    void closingFromOutsideEndsARead() throws Exception {
        var told = new LinkedBlockingQueue<Object>();
        var wires = new LinkedBlockingQueue<Wire>();
        try (var sockets =
                        Sockets.serve(
                                telling(
                                        told,
                                        wire -> {
                                            wires.add(wire);
                                            wire.readLine(10);
                                        }));
                var socket = sockets.connect()) {
            wires.take().close();
            assertThat(next(told)).isInstanceOf(EOFException.class);
            assertThat(Sockets.rest(socket)).isEmpty();
        }
    }

    @Test
    void aThreadThatIsInterruptedReadsNoMore() throws Exception {
        var told = new LinkedBlockingQueue<Object>();
        var session =
                telling(
                        told,
                        wire -> {
                            Thread.currentThread().interrupt();
                            wire.readLine(10);
                        });
        try (var sockets = Sockets.serve(session);
                var socket = sockets.connect()) {
            assertThat(next(told)).isInstanceOf(InterruptedIOException.class);
            assertThat(Sockets.rest(socket)).isEmpty();
        }
    }

    @Test
    void anAddressInUseIsABindException() throws Exception {
        try (var sockets = Sockets.serve(_ -> {})) {
            var again = new Listener("again", sockets.address, false, Sockets.IDLE);
            assertThatThrownBy(() -> sockets.server.listen(again, _ -> {}))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining(String.valueOf(sockets.address.getPort()));
        }
    }
}
