package dev.jebi.testkit;

import dev.jebi.wire.Listener;
import dev.jebi.wire.ServerTls;
import dev.jebi.wire.Wire;
import dev.jebi.wire.WireLimits;
import dev.jebi.wire.WireServer;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// A server with a handful of commands.
final class EchoServer implements AutoCloseable {
    private final WireServer server;
    final InetSocketAddress address;

    EchoServer(TestCertificate certificate, boolean implicitTls) throws IOException {
        var tls = ServerTls.load(certificate.certificate(), certificate.key());
        server = new WireServer(WireLimits.STANDARD, Optional.of(tls));
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        address =
                server.listen(
                        new Listener("echo", any, implicitTls, Duration.ofSeconds(60)),
                        EchoServer::talk);
    }

    private static void talk(Wire wire) {
        try {
            wire.write("hello\r\n");
            String line;
            do {
                wire.flush();
                line = new String(wire.readLine(1_000), StandardCharsets.UTF_8);
                answer(wire, line);
            } while (!line.equals("quit"));
            wire.flush();
        } catch (EOFException _) {
            bye(wire);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void bye(Wire wire) {
        try {
            wire.write("bye\r\n");
            wire.flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void answer(Wire wire, String line) throws IOException {
        switch (line.split(" ")[0]) {
            case "echo" -> wire.write(line.substring(5) + "\r\n");
            case "any" -> wire.write("first\r\nsecond\r\nthird\r\n");
            case "secure" -> wire.write(wire.secure() + "\r\n");
            case "starttls" -> {
                wire.write("go\r\n");
                wire.flush();
                wire.startTls();
            }
            case "quit" -> wire.write("bye\r\n");
            default -> wire.write("what?\r\n");
        }
    }

    @Override
    public void close() {
        server.close(Duration.ZERO);
    }
}
