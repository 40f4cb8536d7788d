package dev.jebi.mailstore.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A port that leads to a server, until it leads nowhere.
public final class Wayward implements AutoCloseable {
    private final ServerSocket listening;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Mood mood = Mood.OPEN;

    /// How it treats connections.
    public enum Mood {
        /// Leads on.
        OPEN,
        /// Ends each connection at once.
        SHUT,
        /// Takes connections and says nothing.
        SILENT
    }

    /// To a port of this machine.
    public Wayward(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// Where it listens.
    public int port() {
        return listening.getLocalPort();
    }

    /// Treats connections so from now on; those that are open end.
    public void be(Mood next) throws IOException {
        mood = next;
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var socket = listening.accept();
                open.add(socket);
                switch (mood) {
                    case OPEN -> lead(socket);
                    case SHUT -> socket.close();
                    case SILENT -> {
                        // nothing is said
                    }
                }
            } catch (IOException _) {
                continue; // closed, or a peer that has gone
            }
        }
    }

    private void lead(Socket from) throws IOException {
        var to = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(to);
        Thread.ofVirtual().start(() -> pump(from, to));
        Thread.ofVirtual().start(() -> pump(to, from));
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException _) {
            open.remove(from); // an end like any other
        }
        open.remove(from);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        be(Mood.SHUT);
    }
}
