package dev.jebi.useragent;

import dev.jebi.useragent.account.Endpoint;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.account.TlsMode;
import dev.jebi.useragent.dialogue.Tls;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.json.Value;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
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
        var tls = new Tls(endpoint, account().trustsAny(endpoint), account().authorities());
        try (Socket plain = connect(endpoint);
                Socket first = implicit ? tls.over(plain) : plain;
                Socket socket =
                        account().tls() == TlsMode.STARTTLS
                                ? tls.after(service, first, people() ? output::line : _ -> {})
                                : first) {
            var dialogue =
                    new RawDialogue(socket, output, !people(), account().tls() == TlsMode.STARTTLS);
            dialogue.talk();
            if (!people()) {
                output.show(values(dialogue.lines()), _ -> {});
            }
        }
    }

    private static Value.Rows values(List<RawDialogue.Line> lines) {
        var values = new ArrayList<Value>();
        for (RawDialogue.Line line : lines) {
            values.add(new Value.Fields().put("from", line.from()).put("line", line.text()));
        }
        return new Value.Rows(values);
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
