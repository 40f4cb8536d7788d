package dev.jebi.daemon;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;

/// The door for the administrator of a running server: a Unix domain socket in the data directory,
/// which only the server's own account may open. Never a network port.
final class ControlSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);

    /// The longest path of a socket that Linux and macOS both take.
    private static final int MAX_PATH = 100;

    /// Administrators at work at once; more wait.
    private static final int MAX_AT_ONCE = 16;

    private final ServerSocketChannel channel;
    private final Path socket;
    private final Path pointer;
    private final BiFunction<AdminRequest, Progress, Outcome> administrator;
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);

    private ControlSocket(
            ServerSocketChannel channel,
            Path socket,
            Path pointer,
            BiFunction<AdminRequest, Progress, Outcome> administrator) {
        this.channel = channel;
        this.socket = socket;
        this.pointer = pointer;
        this.administrator = administrator;
    }

    /// Opens the door; the caller holds the lock of the data directory, so what lies there is
    /// stale.
    static ControlSocket open(Path data, BiFunction<AdminRequest, Progress, Outcome> administrator)
            throws IOException {
        Path pointer = data.resolve("control.path");
        Path socket = data.toAbsolutePath().resolve("control.sock");
        if (socket.toString().length() > MAX_PATH) {
            var own = PosixFilePermissions.fromString("rwx------");
            socket =
                    Files.createTempDirectory("jebi-", PosixFilePermissions.asFileAttribute(own))
                            .resolve("control.sock");
        }
        Files.deleteIfExists(socket);
        Files.writeString(pointer, socket.toString());
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        var control = new ControlSocket(channel, socket, pointer, administrator);
        Thread.ofVirtual().name("control").start(control::accept);
        return control;
    }

    /// Asks the server that runs on a data directory; empty when none does.
    static Optional<Outcome> ask(Path data, AdminRequest request, Progress progress)
            throws IOException {
        Path pointer = data.resolve("control.path");
        if (!Files.exists(pointer)) {
            return Optional.empty();
        }
        var address = UnixDomainSocketAddress.of(Files.readString(pointer).strip());
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            try {
                channel.connect(address);
            } catch (IOException e) {
                LOG.debug("event=no-server socket={} cause={}", address, e.toString());
                return Optional.empty(); // a server that was killed leaves its socket behind
            }
            var out =
                    new DataOutputStream(
                            new BufferedOutputStream(Channels.newOutputStream(channel)));
            request.write(out);
            out.flush();
            var in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
            while (in.readBoolean()) {
                progress.tell(in.readUTF());
            }
            return Optional.of(new Outcome(in.readInt(), AdminRequest.readTexts(in), in.readUTF()));
        }
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel client = channel.accept();
                Thread.ofVirtual().name("control-client").start(() -> serve(client));
            } catch (ClosedChannelException _) {
                return; // the server stops
            } catch (IOException e) {
                LOG.warn("event=control-failed cause={}", e.toString());
            }
        }
    }

    private void serve(SocketChannel client) {
        places.acquireUninterruptibly();
        try (client) {
            var in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(client)));
            AdminRequest request = AdminRequest.read(in);
            var out =
                    new DataOutputStream(
                            new BufferedOutputStream(Channels.newOutputStream(client)));
            Outcome outcome = administrator.apply(request, line -> tell(out, line));
            LOG.info(
                    "event=administration request={} exit={}",
                    request.getClass().getSimpleName(),
                    outcome.exitCode());
            out.writeBoolean(false);
            out.writeInt(outcome.exitCode());
            AdminRequest.writeTexts(out, outcome.lines());
            out.writeUTF(outcome.complaint());
            out.flush();
        } catch (IOException e) {
            LOG.warn("event=control-client-lost cause={}", e.toString());
        } finally {
            places.release();
        }
    }

    /// True before each line of progress, false before the outcome.
    private static void tell(DataOutputStream out, String line) throws IOException {
        out.writeBoolean(true);
        out.writeUTF(line);
        out.flush();
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(pointer);
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.warn("event=control-close-failed cause={}", e.toString());
        }
    }
}
