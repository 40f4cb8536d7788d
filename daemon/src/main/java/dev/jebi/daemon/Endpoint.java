package dev.jebi.daemon;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/// `host:port` in its forms: `127.0.0.1:25`, `[::1]:25`, `mail.example.org:25`, `:0`, `*:25`.
final class Endpoint {
    private static final Pattern FORM =
            Pattern.compile("(\\*|\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]*):([0-9]{1,5})");

    private Endpoint() {}

    /// An address to listen on; no host or `*` is every address of this machine.
    static Optional<InetSocketAddress> address(String text) {
        var match = FORM.matcher(text.strip());
        if (!match.matches() || Integer.parseInt(match.group(2)) > 65_535) {
            return Optional.empty();
        }
        int port = Integer.parseInt(match.group(2));
        String host = match.group(1);
        if (host.isEmpty() || host.equals("*")) {
            return Optional.of(new InetSocketAddress(port));
        }
        try {
            return Optional.of(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /// A next hop, its name not looked up yet.
    static Optional<InetSocketAddress> hop(String text) {
        var match = FORM.matcher(text.strip());
        if (!match.matches() || match.group(1).isEmpty() || match.group(1).equals("*")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(match.group(2));
        String host = match.group(1).replaceAll("[\\[\\]]", "");
        return port < 1 || port > 65_535
                ? Optional.empty()
                : Optional.of(InetSocketAddress.createUnresolved(host, port));
    }

    /// The address as it is written: `127.0.0.1:25`, `[::1]:25`, `*:25`.
    static String text(InetSocketAddress address) {
        if (address.getAddress() == null) {
            return address.getHostString() + ":" + address.getPort();
        }
        String host = address.getAddress().getHostAddress();
        if (address.getAddress().isAnyLocalAddress()) {
            host = "*";
        } else if (host.contains(":")) {
            host = "[" + host + "]";
        }
        return host + ":" + address.getPort();
    }
}
