package dev.jebi.useragent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The way to a server, at one address for all its time, that can be shut: then connections end and
/// new ones are refused.
final class Door implements AutoCloseable {
    private volatile int server;
    private final Nobody held = new Nobody(); // the address is ours also while the way is shut
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private ServerSocket listening;

    /// @param first `HOST:PORT` of the server of this machine
    Door(String first) throws IOException {
        this.server = port(first);
        this.listening = listen();
    }

    private ServerSocket listen() throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), held.port()));
        Thread.ofVirtual().start(() -> accept(socket));
        return socket;
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /// Where those go who come from now on.
    void leadTo(String other) {
        server = port(other);
    }

    String address() {
        return held.address();
    }

    void shut() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    void open() throws IOException {
        listening = listen();
    }

    private void accept(ServerSocket from) {
        try {
            while (!from.isClosed()) {
                Socket near = from.accept();
                var far = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(near);
                sockets.add(far);
                Thread.ofVirtual().start(() -> pass(near, far));
                Thread.ofVirtual().start(() -> pass(far, near));
            }
        } catch (IOException _) {
            // shut
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // shut, or one side is gone
        }
    }

    @Override
    public void close() {
        try {
            shut();
            held.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
