package dev.jebi.transfer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A foreign mail server on loopback that takes everything, unless told to answer otherwise: with a
/// reply, with `CLOSE`, with `STALL`, or with `LAST` and a reply, behind which it closes.
final class FakeMta implements AutoCloseable {
    private static final String LAST = "LAST ";

    private final ServerSocket listener;
    private final List<String> extensions = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<String>> answers = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<InetAddress> clients = new CopyOnWriteArrayList<>();
    private volatile Optional<SSLContext> tls = Optional.empty();
    private volatile boolean tlsAtOnce;

    FakeMta() throws IOException {
        this(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    }

    FakeMta(InetSocketAddress address) throws IOException {
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(address);
        Thread.startVirtualThread(this::accept);
    }

    /// A message that was taken.
    record Received(
            String mail, List<String> recipients, String content, boolean tls, int connection) {}

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    FakeMta offering(String... keywords) {
        extensions.addAll(List.of(keywords));
        return this;
    }

    FakeMta with(SSLContext context) {
        tls = Optional.of(context);
        return offering("STARTTLS");
    }

    /// Begins TLS before the greeting.
    FakeMta atOnce(SSLContext context) {
        tls = Optional.of(context);
        tlsAtOnce = true;
        return this;
    }

    /// What clients said, content apart.
    List<String> commands() {
        return commands;
    }

    /// Where connections came from.
    List<InetAddress> clients() {
        return clients;
    }

    /// Answers a command that begins like this with these replies, one after the other; then as
    /// always. The greeting is `GREETING`, the end of content `.`.
    FakeMta answering(String command, String... replies) {
        answers.computeIfAbsent(command, _ -> new ConcurrentLinkedQueue<>())
                .addAll(List.of(replies));
        return this;
    }

    List<Received> received() {
        return received;
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                sockets.add(socket);
                clients.add(socket.getInetAddress());
                int number = connections.incrementAndGet();
                Thread.startVirtualThread(() -> serve(socket, number));
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket plain, int number) {
        try (plain) {
            plain.setTcpNoDelay(true);
            new Session(plain, number).run();
        } catch (IOException _) {
            // the client went away; what it left is in `received`
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
        private final int number;
        private Socket socket;
        private InputStream in;
        private boolean secure;
        private String mail = "";
        private final List<String> recipients = new ArrayList<>();

        Session(Socket socket, int number) throws IOException {
            this.socket = socket;
            this.number = number;
            this.in = new BufferedInputStream(socket.getInputStream());
        }

        void run() throws IOException {
            if (tlsAtOnce && tls.isPresent()) {
                secure(tls.get());
            }
            say("GREETING", "220 peer.test ready");
            for (String line = line(); line.length() > 0; line = line()) {
                command(line);
            }
        }

        private void command(String line) throws IOException {
            commands.add(line);
            String verb = line.substring(0, Math.min(4, line.length()));
            switch (verb) {
                case "EHLO" -> say(line, hello());
                case "MAIL" -> {
                    mail = line;
                    recipients.clear();
                    say(line, "250 2.1.0 ok");
                }
                case "RCPT" -> {
                    if (say(line, "250 2.1.5 ok")) {
                        recipients.add(line.substring(8));
                    }
                }
                case "DATA" -> {
                    if (say(line, recipients.isEmpty() ? "503 5.5.1 nobody" : "354 go on")) {
                        content();
                    }
                }
                case "STAR" -> {
                    if (say(line, "220 go") && tls.isPresent()) {
                        secure(tls.get());
                    }
                }
                case "QUIT" -> say(line, "221 bye");
                default -> say(line, "250 ok");
            }
        }

        private void content() throws IOException {
            var content = new StringBuilder();
            for (String line = line(); !line.equals("."); line = line()) {
                content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            }
            String usual = "250 2.0.0 taken";
            String reply = reply(".", usual);
            if (reply.equals(usual)) { // before it is said: who hears it looks here
                received.add(
                        new Received(
                                mail, List.copyOf(recipients), content.toString(), secure, number));
            }
            send(reply);
        }

        private String hello() {
            var lines = new StringBuilder();
            extensions.stream()
                    .filter(keyword -> !(secure && keyword.equals("STARTTLS")))
                    .forEach(keyword -> lines.append("250-").append(keyword).append("\r\n"));
            return "250-peer.test\r\n" + lines + "250 HELP";
        }

        /// @return whether the usual was said
        private boolean say(String command, String usual) throws IOException {
            String reply = reply(command, usual);
            send(reply);
            return reply.equals(usual);
        }

        private String reply(String command, String usual) {
            return answers.entrySet().stream()
                    .filter(answer -> command.startsWith(answer.getKey()))
                    .map(answer -> answer.getValue().poll())
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(usual);
        }

        private void send(String reply) throws IOException {
            switch (reply) {
                case "CLOSE" -> throw new IOException("told to close");
                case "STALL" -> in.transferTo(OutputStream.nullOutputStream());
                default -> {
                    String said = reply.startsWith(LAST) ? reply.substring(LAST.length()) : reply;
                    var octets = (said + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
                    socket.getOutputStream().write(octets);
                    socket.getOutputStream().flush();
                    if (!said.equals(reply)) {
                        throw new IOException("told to close");
                    }
                }
            }
        }

        private void secure(SSLContext context) throws IOException {
            var ssl = (SSLSocket) context.getSocketFactory().createSocket(socket, in, true);
            ssl.setUseClientMode(false);
            ssl.startHandshake();
            socket = ssl;
            in = new BufferedInputStream(ssl.getInputStream());
            secure = true;
        }

        private String line() throws IOException {
            var line = new ByteArrayOutputStream();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("the client is gone");
                }
                line.write(c);
            }
            var text = line.toString(StandardCharsets.UTF_8);
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        }
    }
}
