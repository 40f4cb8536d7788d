package dev.jebi.useragent.tour;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.wire.Side;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Stands between the two servers where the network would be: passes every octet on, and writes the
/// lines down.
final class Hop implements AutoCloseable {
    private static final int MAX_LINES = 1_000;
    private static final int MAX_LINE = 10_000;
    private static final int BUFFER = 8_192;
    private static final int CONNECT_MILLIS = 10_000;

    /// A line that passed.
    record Heard(Side side, String line) {}

    private final ServerSocket listening;
    private final List<Heard> heard = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    /// A hop on a free port of this machine; who comes waits until it leads somewhere.
    Hop() throws IOException {
        listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    /// From now on it leads there.
    void to(InetSocketAddress target) {
        Thread.ofPlatform().daemon().start(() -> accept(target));
    }

    int port() {
        return listening.getLocalPort();
    }

    /// All lines of the first connection, when it is over.
    List<Heard> heard(long seconds) {
        try {
            if (!over.await(seconds, TimeUnit.SECONDS)) {
                throw new Failure(
                        Failure.Kind.UNREACHABLE,
                        "the message does not come through within " + seconds + " seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.TRY_AGAIN, "interrupted", e);
        }
        synchronized (heard) {
            return List.copyOf(heard);
        }
    }

    private void accept(InetSocketAddress target) {
        try (Socket near = listening.accept();
                Socket far = new Socket()) {
            far.connect(target, CONNECT_MILLIS);
            var back = Thread.ofPlatform().daemon().start(() -> pass(far, near, Side.SERVER));
            pass(near, far, Side.CLIENT);
            back.join();
        } catch (IOException _) {
            // closed, or one of them is gone: what was heard until then is all there is
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            over.countDown();
        }
    }

    private void pass(Socket from, Socket to, Side side) {
        var line = new ByteArrayOutputStream();
        var octets = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int count;
            while ((count = in.read(octets)) >= 0) {
                for (int i = 0; i < count; i++) {
                    take(octets[i], line, side);
                }
                out.write(octets, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException _) {
            // the other direction ends by the same fault
        }
    }

    private void take(byte octet, ByteArrayOutputStream line, Side side) {
        if (octet != '\n' && line.size() < MAX_LINE) {
            line.write(octet);
            return;
        }
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        synchronized (heard) {
            if (heard.size() < MAX_LINES) {
                heard.add(
                        new Heard(
                                side,
                                text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
