package dev.jebi.transfer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// One mail server of an internet, with a habit of its own.
final class InternetPeer implements AutoCloseable {
    private static final int MESSAGES_A_CONNECTION = 7;
    private static final int CONNECTIONS = 2;

    /// What a mail server can be like.
    enum Habit {
        /// Takes everything at once.
        FAST,
        /// Takes everything, each reply after a while.
        SLOW,
        /// Nobody listens.
        DEAD,
        /// Takes connections and says nothing.
        SILENT,
        /// Takes what is tried a second time.
        GREYLISTING,
        /// Offers TLS that does not work, and takes mail without.
        TLS_BROKEN,
        /// The same, and takes no mail without.
        TLS_NEEDED_AND_BROKEN,
        /// Takes few connections, and few messages of each.
        RATE_LIMITING,
        /// Knows only every other recipient.
        PICKY,
        /// Says 250 and closes.
        CLOSING,
        /// Answers MAIL with what is no SMTP.
        GARBAGE,
        /// Stalls at RCPT.
        STALLING;

        /// Whether mail for a recipient arrives in the end.
        boolean delivers(int recipient) {
            return switch (this) {
                case FAST, SLOW, GREYLISTING, TLS_BROKEN, RATE_LIMITING, CLOSING -> true;
                case PICKY -> recipient % 2 == 0;
                case DEAD, SILENT, TLS_NEEDED_AND_BROKEN, GARBAGE, STALLING -> false;
            };
        }
    }

    /// Hears of each recipient that got a message.
    interface Arrivals {
        void arrived(String recipient);
    }

    private final Habit habit;
    private final Arrivals arrivals;
    private final ServerSocket listener;
    private final AtomicInteger open = new AtomicInteger();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    InternetPeer(Habit habit, InetSocketAddress address, Arrivals arrivals) throws IOException {
        this.habit = habit;
        this.arrivals = arrivals;
        this.listener = new ServerSocket();
        listener.setReuseAddress(true);
        if (habit != Habit.DEAD) {
            listener.bind(address, 500);
            Thread.startVirtualThread(this::accept);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                sockets.add(socket);
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            boolean tooMany = open.incrementAndGet() > CONNECTIONS && habit == Habit.RATE_LIMITING;
            new Session(socket).run(tooMany);
        } catch (IOException _) {
            // the client went away, or this peer did
        } finally {
            open.decrementAndGet();
            sockets.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var socket : sockets) {
            socket.close();
        }
    }

    private final class Session {
        private final InputStream in;
        private final OutputStream out;
        private final List<String> recipients = new ArrayList<>();
        private int messages;
        private boolean begun;

        Session(Socket socket) throws IOException {
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = new BufferedOutputStream(socket.getOutputStream());
        }

        void run(boolean tooMany) throws IOException {
            if (habit == Habit.SILENT) {
                in.transferTo(OutputStream.nullOutputStream());
                return;
            }
            if (tooMany) {
                say("421 4.7.0 too many connections");
                return;
            }
            say("220 peer.test");
            boolean more = true;
            while (more) {
                more = command(line());
            }
        }

        private boolean command(String line) throws IOException {
            switch (line.substring(0, Math.min(4, line.length()))) {
                case "EHLO" -> say(hello());
                case "MAIL" -> {
                    return mail();
                }
                case "RCPT" -> {
                    return recipient(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
                }
                case "DATA" -> {
                    if (recipients.isEmpty()) {
                        say("503 5.5.1 nobody");
                        return true;
                    }
                    say("354 go on");
                    String text = line();
                    while (!text.equals(".")) {
                        text = line();
                    }
                    return taken();
                }
                case "BDAT" -> {
                    in.skipNBytes(Long.parseLong(line.split(" ", -1)[1]));
                    if (recipients.isEmpty()) {
                        say("503 5.5.1 nobody");
                        return true;
                    }
                    return taken();
                }
                case "STAR" -> {
                    say("220 go");
                    say("this is no handshake");
                    return false;
                }
                case "QUIT" -> {
                    say("221 bye");
                    return false;
                }
                default -> say("250 ok");
            }
            return true;
        }

        private String hello() {
            boolean tls = habit == Habit.TLS_BROKEN || habit == Habit.TLS_NEEDED_AND_BROKEN;
            return "250-peer.test\r\n250-PIPELINING\r\n"
                    + (tls ? "250-STARTTLS\r\n" : "")
                    + (habit == Habit.FAST ? "250-CHUNKING\r\n" : "")
                    + "250 8BITMIME";
        }

        private boolean mail() throws IOException {
            recipients.clear();
            begun = false;
            if (habit == Habit.GARBAGE) {
                say("\u0001\u0002 nothing that you know");
                return true;
            }
            if (habit == Habit.TLS_NEEDED_AND_BROKEN) {
                say("530 5.7.0 STARTTLS first");
                return true;
            }
            if (habit == Habit.RATE_LIMITING && ++messages > MESSAGES_A_CONNECTION) {
                say("421 4.7.0 enough for now");
                return false;
            }
            begun = true;
            say("250 ok");
            return true;
        }

        private boolean recipient(String address) throws IOException {
            if (!begun) {
                say("503 5.5.1 MAIL first");
                return true;
            }
            if (habit == Habit.STALLING) {
                in.transferTo(OutputStream.nullOutputStream());
                return false;
            }
            int number = Integer.parseInt(address.substring(1, address.indexOf('@')));
            if (habit == Habit.GREYLISTING && seen.add(address)) {
                say("451 4.7.1 come back later");
            } else if (habit == Habit.PICKY && !habit.delivers(number)) {
                say("550 5.1.1 nobody");
            } else {
                recipients.add(address);
                say("250 ok");
            }
            return true;
        }

        private boolean taken() throws IOException {
            recipients.forEach(arrivals::arrived);
            say("250 2.0.0 taken");
            return habit != Habit.CLOSING;
        }

        private void say(String reply) throws IOException {
            if (habit == Habit.SLOW) {
                pause();
            }
            out.write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            if (in.available() == 0 || habit == Habit.SLOW) {
                out.flush();
            }
        }

        private void pause() {
            try {
                boolean _ = new CountDownLatch(1).await(60, TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private String line() throws IOException {
            out.flush();
            var line = new ByteArrayOutputStream();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("the client is gone");
                }
                if (c != '\r') {
                    line.write(c);
                }
            }
            return line.toString(StandardCharsets.UTF_8);
        }
    }
}
