package dev.jebi.useragent;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// `jebi mail raw`: a dialogue by hand, like telnet, but with TLS.
@Command(
        name = "raw",
        mixinStandardHelpOptions = true,
        description =
                "A dialogue by hand: what you type goes to the server, what it says is shown."
                        + " --tls implicit or starttls protects it.")
final class RawCommand extends Verb {
    private static final int CONNECT_MILLIS = 10_000;

    /// How long the server may go on after the person has said the last word.
    private static final int LAST_WORDS_SECONDS = 5;

    @Parameters(index = "0", paramLabel = "smtp|imap|pop3")
    private String protocol = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "HOST:PORT", defaultValue = "")
    private String server = "";

    @Override
    Service service() {
        return switch (protocol) {
            case "smtp" -> Service.SMTP;
            case "imap" -> Service.IMAP;
            case "pop3" -> Service.POP3;
            default ->
                    throw new Failure(
                            Failure.Kind.USAGE,
                            "'" + protocol + "' is no protocol; write smtp, imap or pop3");
        };
    }

    @Override
    void run(Output output) throws IOException {
        Service service = service();
        Endpoint endpoint =
                server.isEmpty()
                        ? servers().endpoint(service)
                        : Endpoint.parse(server, service.ports().getFirst());
        boolean implicit =
                servers().tls() == TlsMode.IMPLICIT
                        || (servers().tls() == TlsMode.AUTO
                                && service.implicitTls(endpoint.port()));
        var tls = new RawTls(endpoint, servers().trustsAny(endpoint));
        try (Socket plain = connect(endpoint);
                Socket first = implicit ? tls.over(plain) : plain;
                Socket socket =
                        servers().tls() == TlsMode.STARTTLS
                                ? tls.after(service, first, output)
                                : first) {
            talk(socket, output);
        }
    }

    private static Socket connect(Endpoint endpoint) {
        var socket = new Socket();
        try {
            socket.connect(
                    new java.net.InetSocketAddress(endpoint.host(), endpoint.port()),
                    CONNECT_MILLIS);
            return socket;
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.UNREACHABLE,
                    endpoint + " does not answer; check host and port, and that it runs",
                    e);
        }
    }

    private static void talk(Socket socket, Output output) throws IOException {
        var over = new CountDownLatch(1);
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        listen(socket, output);
                    } catch (IOException e) {
                        output.note("the connection broke: " + e.getMessage());
                    } finally {
                        over.countDown();
                    }
                });
        Thread.ofPlatform().daemon().start(() -> type(socket, output, over));
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.TRY_AGAIN, "interrupted", e);
        }
    }

    private static void listen(Socket socket, Output output) throws IOException {
        var reader =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String line;
        while ((line = reader.readLine()) != null) {
            output.line(Terminal.line(line));
        }
    }

    private static void type(Socket socket, Output output, CountDownLatch over) {
        try {
            OutputStream out = socket.getOutputStream();
            var typed =
                    new BufferedReader(new InputStreamReader(output.in(), StandardCharsets.UTF_8));
            String line;
            while ((line = typed.readLine()) != null) {
                out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            if (!over.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
                socket.shutdownInput(); // nothing more to say, and the server waits
            }
        } catch (IOException e) {
            output.note("the connection broke: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            over.countDown();
        }
    }
}
