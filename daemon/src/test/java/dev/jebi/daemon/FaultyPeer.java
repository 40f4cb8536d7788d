package dev.jebi.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Many foreign mail servers in one: on each loopback address another, each wrong in its own way. A
/// step is `GREETING`, the first word of a command, or `.` for the end of the content; what is done
/// at it is a reply, `STALL` or `CLOSE`.
final class FaultyPeer implements AutoCloseable {
    private final ServerSocket listener;
    private final Map<InetAddress, Map<String, String>> faults = new ConcurrentHashMap<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    FaultyPeer() throws IOException {
        listener = new ServerSocket();
        listener.bind(new InetSocketAddress("0.0.0.0", 0), 500);
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// Makes the server at that address wrong.
    void at(String address, Map<String, String> steps) {
        faults.put(InetAddress.ofLiteral(address), steps);
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                sockets.add(socket);
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (IOException _) {
            sockets.forEach(FaultyPeer::close);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void serve(Socket socket) {
        var steps = faults.getOrDefault(socket.getLocalAddress(), Map.of());
        try (socket;
                var in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8))) {
            var session = new Session(socket, in, steps);
            session.step("GREETING", "220 peer.test ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                session.command(line);
            }
        } catch (IOException _) {
            sockets.remove(socket); // the client went away, or was left
        }
    }

    private record Session(Socket socket, BufferedReader in, Map<String, String> steps) {
        void command(String line) throws IOException {
            String verb = line.split(" ", 2)[0];
            switch (verb) {
                case "EHLO" -> step(verb, "250-peer.test\r\n250 " + steps.getOrDefault("", "HELP"));
                case "DATA" -> {
                    if (step(verb, "354 go on")) {
                        String content = in.readLine();
                        while (content != null && !content.equals(".")) {
                            content = in.readLine();
                        }
                        step(".", "250 2.0.0 taken");
                    }
                }
                case "STARTTLS" -> {
                    if (step(verb, "220 go")) {
                        say("this is no TLS");
                        throw new IOException("the handshake fails");
                    }
                }
                default -> step(verb, "250 2.0.0 ok");
            }
        }

        /// @return whether the usual was said
        boolean step(String name, String usual) throws IOException {
            String reply = steps.getOrDefault(name, usual);
            switch (reply) {
                case "CLOSE" -> throw new IOException("told to close");
                case "STALL" -> {
                    while (in.readLine() != null) {
                        continue;
                    }
                }
                default -> say(reply);
            }
            return reply.equals(usual);
        }

        private void say(String text) throws IOException {
            socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
