package dev.jebi.useragent;

import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.dialogue.Coded;
import dev.jebi.useragent.dialogue.Tls;
import dev.jebi.useragent.dialogue.Turns;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.failure.Faults;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One dialogue by hand: lines to the server, and what it says as it comes. Each line waits for the
/// reply to the one before. It is over when the server ends it, or is silent after the person's
/// last word.
final class RawDialogue {
    /// How long the server may be silent after its last reply when the person has no more to say.
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long LOOK_MILLIS = 100;
    private static final int MAX_LINE = 1 << 16;

    /// Who hears the dialogue.
    interface Ear {
        /// A line as it goes over the wire.
        void client(String line);

        void server(String line);

        /// What a challenge of SASL says in words.
        void challenge(String words);
    }

    private final Tls tls;
    private final Ear ear;
    private final Output output;
    private final boolean patient;
    private final Turns turns;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition heard = lock.newCondition();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean lastWordSaid = new AtomicBoolean();
    private final AtomicLong last = new AtomicLong(System.nanoTime());
    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
    private Socket socket;
    private boolean greeted;
    private boolean secured;

    /// @param socket the connection, with TLS if that begins at once
    /// @param patient whether a person types, who may wait for a reply as long as they like
    RawDialogue(Service service, Socket socket, Tls tls, Ear ear, Output output, boolean patient) {
        this.turns = Turns.of(service);
        this.socket = socket;
        this.tls = tls;
        this.ear = ear;
        this.output = output;
        this.patient = patient;
    }

    /// Talks until it is over.
    ///
    /// @param first what is said before the person's lines, so that TLS begins; nothing for no TLS
    void talk(List<String> first) {
        Thread.ofVirtual().start(this::listen);
        Thread.ofPlatform().daemon().start(() -> type(first));
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
        Failure failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private void fail(Failure failed) {
        failure.compareAndSet(null, failed);
        over.countDown();
    }

    private void listen() {
        try {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String line;
            while ((line = line(in)) != null) {
                if (take(line)) {
                    in = protect(in);
                }
            }
        } catch (Failure e) {
            fail(e);
        } catch (IOException e) {
            if (over.getCount() > 0) { // else it was closed here, because the dialogue is over
                output.note("the connection broke: " + e.getMessage());
            }
        } finally {
            over.countDown();
            lock.lock();
            try {
                heard.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// The next line, or nothing when the server has ended the dialogue.
    private static @Nullable String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        int octet = 0;
        while (line.size() < MAX_LINE && (octet = in.read()) >= 0 && octet != '\n') {
            line.write(octet);
        }
        if (octet < 0 && line.size() == 0) {
            return null;
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /// @return whether TLS begins with the next octet
    private boolean take(String line) {
        last.set(System.nanoTime());
        lock.lock();
        try {
            ear.server(line);
            greeted = true;
            turns.heard(line);
            if (turns.signing()) {
                Coded.challenge(line).ifPresent(ear::challenge);
            }
            boolean begins = turns.tlsBegins() && !secured;
            if (!begins) {
                heard.signalAll();
            }
            return begins;
        } finally {
            lock.unlock();
        }
    }

    private InputStream protect(InputStream before) throws IOException {
        if (before.available() > 0) { // said in the clear, and may be anybody's (RFC 3207 §6)
            throw new Failure(
                    Failure.Kind.TLS_NOT_TRUSTED,
                    tls.endpoint() + " says more before TLS begins; that may be forged");
        }
        Socket protectedNow = tls.over(socket);
        lock.lock();
        try {
            socket = protectedNow;
            secured = true;
            heard.signalAll();
        } finally {
            lock.unlock();
        }
        return new BufferedInputStream(protectedNow.getInputStream());
    }

    private void type(List<String> first) {
        try {
            if (!answered()) {
                return;
            }
            for (String line : first) {
                say(line);
                if (!answered()) {
                    return;
                }
            }
            if (!first.isEmpty() && !secured()) {
                fail(
                        new Failure(
                                Failure.Kind.TLS_NOT_TRUSTED,
                                tls.endpoint() + " does not begin TLS"));
                return;
            }
            var typed =
                    new BufferedReader(new InputStreamReader(output.in(), StandardCharsets.UTF_8));
            String line;
            while ((line = typed.readLine()) != null) {
                say(line);
                if (!answered()) {
                    return;
                }
            }
            last.set(System.nanoTime());
            lastWordSaid.set(true);
        } catch (IOException e) {
            if (over.getCount() > 0) { // else the server is gone, and that is known
                fail(Faults.of(e));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean secured() {
        lock.lock();
        try {
            return secured;
        } finally {
            lock.unlock();
        }
    }

    private void say(String typed) throws IOException {
        lock.lock();
        try {
            String line = turns.said(turns.text() ? typed : Coded.encoded(typed));
            ear.client(line);
            var out = socket.getOutputStream();
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the server has said what it owes, at the beginning its greeting.
    ///
    /// @return whether the person has the word now
    private boolean answered() throws InterruptedException {
        long left = tls.silence().toNanos();
        lock.lock();
        try {
            while ((turns.owed() || (turns.tlsBegins() && !secured)) && over.getCount() > 0) {
                if (left <= 0 && patient && greeted) {
                    return true; // they see that nothing comes
                }
                if (left <= 0) {
                    fail(
                            new Failure(
                                    Failure.Kind.UNREACHABLE,
                                    tls.endpoint()
                                            + (greeted
                                                    ? " does not reply"
                                                    : " does not greet; check that its port is"
                                                            + " one without TLS, or give --tls"
                                                            + " implicit")));
                    return false;
                }
                left = heard.awaitNanos(left);
            }
            return over.getCount() > 0;
        } finally {
            lock.unlock();
        }
    }
}
