package dev.jebi.useragent.account;

import dev.jebi.useragent.failure.Failure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/// Host and port of a service.
public record Endpoint(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");

    /// Reads `host` or `host:port`.
    public static Endpoint parse(String text, int standardPort) {
        var match = FORM.matcher(text.strip());
        if (match.matches()) {
            int port = match.group(2) == null ? standardPort : Integer.parseInt(match.group(2));
            if (port >= 1 && port <= 65_535) {
                return new Endpoint(match.group(1).replaceAll("[\\[\\]]", ""), port);
            }
        }
        throw new Failure(
                Failure.Kind.USAGE, "'" + text + "' is no server; write HOST or HOST:PORT");
    }

    /// Whether it is this very machine: nobody is between us and it.
    public boolean loopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new Failure(
                    Failure.Kind.UNREACHABLE, "there is no host " + host + "; check the name", e);
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
