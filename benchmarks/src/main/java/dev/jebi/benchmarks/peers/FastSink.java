package dev.jebi.benchmarks.peers;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A mail server that takes everything at once and throws it away, with PIPELINING and CHUNKING.
final class FastSink implements AutoCloseable {
    private final ServerSocket listener;
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong last = new AtomicLong();

    FastSink() throws IOException {
        listener = new ServerSocket(0, 1_000, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// How many messages have come.
    long messages() {
        return messages.get();
    }

    /// When the last came, by [System#nanoTime()].
    long last() {
        return last.get();
    }

    /// Waits until so many have come.
    ///
    /// @return whether they have
    boolean await(long count, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (messages) {
            while (messages.get() < count && System.nanoTime() < end) {
                messages.wait(100);
            }
        }
        return messages.get() >= count;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            var out = new BufferedOutputStream(socket.getOutputStream());
            say(in, out, "220 sink.test");
            boolean more = true;
            while (more) {
                more = command(line(in, out), in, out);
            }
            out.flush();
        } catch (IOException _) {
            // the client went away: what it had sent is counted
        }
    }

    private boolean command(String line, InputStream in, OutputStream out) throws IOException {
        switch (line.substring(0, Math.min(4, line.length()))) {
            case "EHLO" ->
                    say(
                            in,
                            out,
                            "250-sink.test\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-CHUNKING\r\n"
                                    + "250 SIZE 0");
            case "DATA" -> {
                say(in, out, "354 go on");
                String text = line(in, out);
                while (!text.equals(".")) {
                    text = line(in, out);
                }
                taken();
                say(in, out, "250 taken");
            }
            case "BDAT" -> {
                in.skipNBytes(Long.parseLong(line.split(" ", -1)[1]));
                taken();
                say(in, out, "250 taken");
            }
            case "QUIT" -> {
                say(in, out, "221 bye");
                return false;
            }
            default -> say(in, out, "250 ok");
        }
        return true;
    }

    private void taken() {
        last.set(System.nanoTime());
        messages.incrementAndGet();
    }

    private static void say(InputStream in, OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
        if (in.available() == 0) {
            out.flush();
        }
    }

    private static String line(InputStream in, OutputStream out) throws IOException {
        if (in.available() == 0) {
            out.flush();
        }
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the client is gone");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
