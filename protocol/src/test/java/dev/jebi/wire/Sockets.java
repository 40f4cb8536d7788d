package dev.jebi.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// A server on a free port of loopback, and plain sockets to it.
final class Sockets implements AutoCloseable {
    static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    static final Duration IDLE = Duration.ofSeconds(60);

    final WireServer server;
    final InetSocketAddress address;

    private Sockets(WireServer server, InetSocketAddress address) {
        this.server = server;
        this.address = address;
    }

    /// A session that may throw what a wire throws.
    interface Session {
        void run(Wire wire) throws IOException;
    }

    static Sockets serve(Session session) throws IOException {
        return serve(WireLimits.STANDARD, IDLE, session);
    }

    static Sockets serve(WireLimits limits, Duration idle, Session session) throws IOException {
        var server = new WireServer(limits, Optional.empty());
        var address = server.listen(new Listener("test", ANY, false, idle), quiet(session));
        return new Sockets(server, address);
    }

    /// A session in which the end of the conversation is nothing to speak of.
    static Consumer<Wire> quiet(Session session) {
        return wire -> {
            try {
                session.run(wire);
            } catch (IOException e) {
                System.getLogger("test").log(System.Logger.Level.DEBUG, "session ended", e);
            }
        };
    }

    Socket connect() throws IOException {
        var socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    /// Sends octets, then waits for the server to close and returns all that it said.
    String talk(String octets) throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
            return rest(socket);
        }
    }

    static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    static String line(Socket socket) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = socket.getInputStream().read(); c >= 0; c = socket.getInputStream().read()) {
            line.write(c);
            if (c == '\n') {
                break;
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        server.close(Duration.ZERO);
    }
}
