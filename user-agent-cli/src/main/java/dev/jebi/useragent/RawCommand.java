package dev.jebi.useragent;

import dev.jebi.useragent.account.Endpoint;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.account.TlsMode;
import dev.jebi.useragent.dialogue.Tls;
import dev.jebi.useragent.failure.Failure;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/// `jebi mail raw`: a dialogue by hand, like telnet, but with TLS.
@Command(
        name = "raw",
        mixinStandardHelpOptions = true,
        description =
                "A dialogue by hand: what you type goes to the server, what it says is shown. --tls"
                        + " implicit or starttls protects it, and so does STARTTLS that you type;"
                        + " base64(text) in a command is encoded, \\0 in it is NUL; in the text"
                        + " of a message dots are doubled.")
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
        var tls =
                new Tls(
                        endpoint,
                        account().trustsAny(endpoint),
                        account().authorities(),
                        account().silence());
        try (Socket plain = connect(endpoint);
                Socket socket = implicit ? tls.over(plain) : plain) {
            var ear = new RawEar(service.word(), output, account().wire(), surroundings());
            new RawDialogue(service, socket, tls, ear, output, surroundings().terminal())
                    .talk(account().tls() == TlsMode.STARTTLS ? startTls(service) : List.of());
            ear.end();
        }
    }

    /// The words with which each protocol begins TLS.
    private static List<String> startTls(Service service) {
        return switch (service) {
            case SMTP -> List.of("EHLO localhost", "STARTTLS");
            case IMAP -> List.of("tls STARTTLS");
            case POP3 -> List.of("STLS");
        };
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
