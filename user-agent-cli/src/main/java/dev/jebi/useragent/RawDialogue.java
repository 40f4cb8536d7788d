package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.text.SafeText;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// One dialogue by hand: lines to the server, and what it says as it comes. It is over when the
/// server ends it, or is silent after the person's last word.
final class RawDialogue {
    /// How long the server may be silent after the person's last word.
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long LOOK_MILLIS = 100;

    /// How long words wait for the greeting: a server may refuse those who talk before it.
    private static final int GREETING_SECONDS = 30;

    private static final int MAX_LINE = 1 << 16;
    private static final int MAX_KEPT = 100_000;

    /// A line of the dialogue.
    record Line(String from, String text) {}

    private final Socket socket;
    private final Output output;
    private final boolean json;
    private final List<Line> lines = new ArrayList<>();
    private final CountDownLatch greeted = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean lastWordSaid = new AtomicBoolean();
    private final AtomicLong last = new AtomicLong(System.nanoTime());

    RawDialogue(Socket socket, Output output, boolean json, boolean greeted) {
        this.socket = socket;
        this.output = output;
        this.json = json;
        if (greeted) {
            this.greeted.countDown();
        }
    }

    /// Talks until it is over.
    void talk() {
        Thread.ofVirtual().start(this::listen);
        Thread.ofPlatform().daemon().start(this::type);
        try {
            while (!over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                boolean silent = System.nanoTime() - last.get() > SILENCE_NANOS;
                if (lastWordSaid.get() && silent) {
                    output.note("the server is silent; QUIT or LOGOUT ends a dialogue");
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.TRY_AGAIN, "interrupted", e);
        }
    }

    /// What was said, for scripts.
    List<Line> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    private void heard(Line line) {
        last.set(System.nanoTime());
        if (json) {
            synchronized (lines) {
                if (lines.size() < MAX_KEPT) {
                    lines.add(line);
                }
            }
        } else if (line.from().equals("server")) {
            output.line(SafeText.line(line.text()));
        }
    }

    private void listen() {
        try {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            var line = new ByteArrayOutputStream();
            int octet;
            while ((octet = in.read()) >= 0) {
                if (octet == '\n' || line.size() == MAX_LINE) {
                    heard(new Line("server", text(line)));
                    greeted.countDown();
                    line.reset();
                }
                if (octet != '\n') {
                    line.write(octet);
                }
            }
            if (line.size() > 0) {
                heard(new Line("server", text(line)));
            }
        } catch (IOException e) {
            output.note("the connection broke: " + e.getMessage());
        } finally {
            greeted.countDown();
            over.countDown();
        }
    }

    private static String text(ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private void type() {
        try {
            boolean asked = greeted.await(GREETING_SECONDS, TimeUnit.SECONDS);
            if (!asked) {
                output.note("the server does not greet");
            }
            OutputStream out = socket.getOutputStream();
            var typed =
                    new BufferedReader(new InputStreamReader(output.in(), StandardCharsets.UTF_8));
            String line;
            while ((line = typed.readLine()) != null) {
                heard(new Line("you", line));
                out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException _) {
            // the server is gone; whoever listens to it tells so
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            last.set(System.nanoTime());
            lastWordSaid.set(true);
        }
    }
}
