package dev.jebi.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/// A peer that takes every message and writes down which node brought it, and whether that node
/// lived to say anything after it.
final class Sink implements AutoCloseable {
    /// A message that was taken.
    ///
    /// @param mark its `X-Mark`
    /// @param node what the client called itself
    /// @param nanos when its final dot was read
    /// @param whole whether the octets were those of the mark
    /// @param followed whether the client went on afterwards; it settles before it does
    record Taken(String mark, String node, long nanos, boolean whole, AtomicBoolean followed) {}

    private final ServerSocket listener =
            new ServerSocket(0, 200, InetAddress.ofLiteral("127.0.0.1"));
    private final Queue<Taken> taken = new ConcurrentLinkedQueue<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    Sink() throws IOException {
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    List<Taken> taken() {
        return List.copyOf(taken);
    }

    Set<String> marks() {
        return taken.stream().map(Taken::mark).collect(Collectors.toSet());
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                sockets.add(socket);
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new Session(socket).run();
        } catch (IOException _) {
            sockets.remove(socket); // the node was killed
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private final class Session {
        private final Socket socket;
        private final BufferedReader in;
        private String node = "";

        Session(Socket socket) throws IOException {
            this.socket = socket;
            this.in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        void run() throws IOException {
            say("220 peer.test");
            var last = new AtomicBoolean();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                last.set(true);
                switch (line.substring(0, Math.min(4, line.length()))) {
                    case "EHLO" -> {
                        node = line.substring(5);
                        say("250 peer.test");
                    }
                    case "DATA" -> {
                        say("354 go on");
                        last = content();
                        say("250 2.0.0 taken");
                    }
                    case "QUIT" -> say("221 bye");
                    default -> say("250 ok");
                }
            }
        }

        private AtomicBoolean content() throws IOException {
            var content = new StringBuilder();
            String line;
            while ((line = in.readLine()) != null && !line.equals(".")) {
                content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            }
            if (line == null) {
                throw new IOException("the node is gone");
            }
            String mark = Marked.mark(content);
            boolean whole = content.toString().endsWith(Marked.message(mark));
            var followed = new AtomicBoolean();
            taken.add(new Taken(mark, node, System.nanoTime(), whole, followed));
            return followed;
        }

        private void say(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
