package dev.jebi.transfer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collection;
import java.util.function.Supplier;

/// How this host can tell itself among mail exchangers. Safe for use by several threads.
///
/// @param hostname the name that it calls itself
/// @param listening where it takes mail; asked each time, since listeners open late
record Ourselves(String hostname, Supplier<? extends Collection<InetSocketAddress>> listening) {
    private static final Logger LOG = LoggerFactory.getLogger(Ourselves.class);

    boolean named(String host) {
        return host.equalsIgnoreCase(hostname);
    }

    boolean listens(Target target) {
        var ip = target.address().getAddress();
        return listening.get().stream()
                .filter(ours -> ours.getPort() == target.address().getPort())
                .anyMatch(ours ->
                        ours.getAddress().equals(ip)
                                || (ours.getAddress().isAnyLocalAddress() && local(ip)));
    }

    private static boolean local(InetAddress ip) {
        try {
            return ip.isAnyLocalAddress()
                    || ip.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(ip) != null;
        } catch (SocketException e) {
            LOG.warn("event=interfaces fault=\"{}\"", e.toString());
            return false;
        }
    }
}
