package dev.jebi.imapserver;

import dev.jebi.wire.ClientWire;
import dev.jebi.wire.Wire;
import dev.jebi.wire.WireConnector;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/// A connection of this process to itself whose other end takes all octets and drops them: for
/// [WarmStart], which means to run through what a client's octets run through. Nobody else hears
/// anything: what others connect to is closed at once.
final class OwnConnection implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OwnConnection.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final WireConnector connector = new WireConnector();
    private final ClientWire wire;

    OwnConnection() throws IOException {
        boolean open = false;
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout((int) PATIENCE.toMillis());
            var there = new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
            wire = connector.connect(there, PATIENCE);
            Thread.ofVirtual().name("imap-warm-start-end").start(other(listener)::drain);
            open = true;
        } finally {
            if (!open) {
                connector.close();
            }
        }
    }

    private End other(ServerSocket listener) throws IOException {
        while (true) {
            var socket = listener.accept();
            if (socket.getRemoteSocketAddress().equals(wire.peer().local())) {
                return new End(socket);
            }
            socket.close();
        }
    }

    private record End(Socket socket) {
        void drain() {
            try (socket) {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                log.debug("event=warm-start outcome=ended", e);
            }
        }
    }

    /// What is written to it is dropped.
    Wire wire() {
        return wire;
    }

    @Override
    public void close() {
        wire.close();
        connector.close();
    }
}
