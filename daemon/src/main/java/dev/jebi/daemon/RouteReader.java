package dev.jebi.daemon;

import dev.jebi.address.Domain;
import dev.jebi.transfer.Manner;
import dev.jebi.transfer.NextHop;
import dev.jebi.transfer.TlsDemand;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The reader of one static next hop: `domain=host:port`, then words that say how it is spoken to,
/// each after a semicolon.
final class RouteReader {
    /// SMTP over TLS from the first octet on (RFC 8314 §7.3).
    private static final int SUBMISSIONS = 465;

    private static final String FORM =
            "write domain=host:port or *=host:port, then any of ;tls=never|may|must|verified"
                    + " ;implicit ;auth=FILE ;source=ADDRESS";

    private Optional<TlsDemand> tls = Optional.empty();
    private boolean implicit;
    private Optional<Path> secret = Optional.empty();
    private Optional<InetAddress> source = Optional.empty();

    private RouteReader() {}

    /// A domain, or `*` for all others, and where its mail goes.
    record Route(String domain, NextHop hop) {}

    /// Reads a route.
    ///
    /// @throws IllegalArgumentException when it is none; the message says what one looks like
    static Route read(String text) {
        var words = List.of(text.split(";", -1));
        var parts = words.getFirst().split("=", 2);
        var hop =
                parts.length == 2
                        ? Endpoint.hop(parts[1])
                        : Optional.<java.net.InetSocketAddress>empty();
        if (hop.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' is no route; " + FORM);
        }
        var reader = new RouteReader();
        words.subList(1, words.size()).forEach(reader::take);
        String domain = parts[0].strip();
        return new Route(
                domain.equals("*") ? "*" : Domain.parse(domain).name(),
                new NextHop(
                        hop.get().getHostString(),
                        hop.get().getPort(),
                        reader.manner(hop.get().getPort())));
    }

    private void take(String word) {
        var parts = word.strip().split("=", 2);
        String value = parts.length == 2 ? parts[1].strip() : "";
        switch (parts[0]) {
            case "tls" -> tls = Optional.of(demand(value));
            case "implicit" -> implicit = true;
            case "auth" -> secret = Optional.of(readable(value));
            case "source" -> source = Optional.of(address(value));
            default -> throw new IllegalArgumentException("'" + word + "' says nothing; " + FORM);
        }
    }

    /// Whoever is shown a password proves who it is, unless something else is said.
    private Manner manner(int port) {
        boolean atOnce = implicit || port == SUBMISSIONS;
        var usual =
                secret.isPresent() ? TlsDemand.VERIFIED : atOnce ? TlsDemand.MUST : TlsDemand.MAY;
        return new Manner(tls.orElse(usual), atOnce, secret, source);
    }

    private static TlsDemand demand(String value) {
        return switch (value) {
            case "never" -> TlsDemand.NEVER;
            case "may" -> TlsDemand.MAY;
            case "must" -> TlsDemand.MUST;
            case "verified" -> TlsDemand.VERIFIED;
            default -> throw new IllegalArgumentException("tls is never, may, must or verified");
        };
    }

    private static Path readable(String value) {
        var file = Path.of(value);
        if (value.isEmpty() || !Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    "auth='" + value + "' cannot be read; name a file with login and password");
        }
        return file;
    }

    /// An address of this machine.
    static InetAddress address(String value) {
        try {
            return InetAddress.ofLiteral(value);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("'" + value + "' is no IP address");
        }
    }
}
