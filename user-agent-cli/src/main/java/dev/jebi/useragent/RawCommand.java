package dev.jebi.useragent;

import dev.jebi.useragent.account.Endpoint;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.account.TlsMode;
import dev.jebi.useragent.failure.Failure;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import tools.jackson.core.JsonGenerator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/// `jebi mail raw`: a dialogue by hand, like telnet, but with TLS.
@Command(
        name = "raw",
        mixinStandardHelpOptions = true,
        description =
                "A dialogue by hand: what you type goes to the server, what it says is shown."
                        + " --tls implicit or starttls protects it.")
final class RawCommand extends Verb {
    private static final int CONNECT_MILLIS = 10_000;

    @Parameters(index = "0", paramLabel = "smtp|imap|pop3")
    private String protocol = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "HOST:PORT", defaultValue = "")
    private String server = "";

    private Service service() {
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
                        ? account().endpoint(service)
                        : Endpoint.parse(server, service.ports().getFirst());
        boolean implicit =
                account().tls() == TlsMode.IMPLICIT
                        || (account().tls() == TlsMode.AUTO
                                && service.implicitTls(endpoint.port()));
        var tls = new RawTls(endpoint, account().trustsAny(endpoint));
        try (Socket plain = connect(endpoint);
                Socket first = implicit ? tls.over(plain) : plain;
                Socket socket =
                        account().tls() == TlsMode.STARTTLS
                                ? tls.after(service, first, json() ? _ -> {} : output::line)
                                : first) {
            var dialogue =
                    new RawDialogue(socket, output, json(), account().tls() == TlsMode.STARTTLS);
            dialogue.talk();
            if (json()) {
                output.json(g -> write(g, dialogue.lines()));
            }
        }
    }

    private static void write(JsonGenerator g, List<RawDialogue.Line> lines) {
        g.writeStartArray();
        for (RawDialogue.Line line : lines) {
            g.writeStartObject();
            g.writeStringProperty("from", line.from());
            g.writeStringProperty("line", line.text());
            g.writeEndObject();
        }
        g.writeEndArray();
    }

    private static Socket connect(Endpoint endpoint) {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), CONNECT_MILLIS);
            return socket;
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.UNREACHABLE,
                    endpoint + " does not answer; check host and port, and that it runs",
                    e);
        }
    }
}
