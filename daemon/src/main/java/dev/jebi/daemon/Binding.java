package dev.jebi.daemon;

import dev.jebi.wire.Listener;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where one listener shall listen.
///
/// @param key which of them
/// @param address as configured, or the standard one
/// @param fallback where to try when the standard address may not be opened: the port plus 10000
record Binding(Key key, InetSocketAddress address, Optional<InetSocketAddress> fallback) {
    /// RFC 5321 §4.5.3.2.7: a server waits five minutes for a command; sessions that wait longer
    /// say so.
    private static final Duration IDLE = Duration.ofMinutes(5);

    private static final List<Key> LISTENERS =
            List.of(
                    Key.LISTEN_SMTP,
                    Key.LISTEN_SUBMISSION,
                    Key.LISTEN_SUBMISSIONS,
                    Key.LISTEN_LMTP,
                    Key.LISTEN_POP3,
                    Key.LISTEN_POP3S,
                    Key.LISTEN_IMAP,
                    Key.LISTEN_IMAPS,
                    Key.LISTEN_MANAGESIEVE);

    /// All listeners that are not off.
    static List<Binding> all(Settings settings) {
        var bindings = new ArrayList<Binding>();
        for (Key key : LISTENERS) {
            String value = settings.get(key).strip();
            if (!value.equalsIgnoreCase("off")) {
                var address =
                        Endpoint.address(value)
                                .orElseThrow(() ->
                                        settings.bad(
                                                key,
                                                "write host:port, :0 for any free port, or"
                                                        + " off"));
                bindings.add(new Binding(key, address, fallback(settings, key, address)));
            }
        }
        return bindings;
    }

    /// The name in logs and on standard output, e.g. `submissions`.
    String name() {
        return key.key().substring("listen.".length());
    }

    /// What is spoken on a listener.
    enum Protocol {
        RECEPTION,
        SUBMISSION,
        LMTP,
        POP3,
        IMAP,
        MANAGESIEVE
    }

    /// What is spoken there.
    Protocol protocol() {
        if (key == Key.LISTEN_SMTP) {
            return Protocol.RECEPTION;
        }
        if (key == Key.LISTEN_MANAGESIEVE) {
            return Protocol.MANAGESIEVE;
        }
        if (key == Key.LISTEN_LMTP) {
            return Protocol.LMTP;
        }
        if (key == Key.LISTEN_POP3 || key == Key.LISTEN_POP3S) {
            return Protocol.POP3;
        }
        return key == Key.LISTEN_IMAP || key == Key.LISTEN_IMAPS
                ? Protocol.IMAP
                : Protocol.SUBMISSION;
    }

    /// Whether the server starts without it, when nobody has said where it is to listen.
    boolean dispensable() {
        return protocol() == Protocol.MANAGESIEVE && fallback.isPresent();
    }

    /// The listener at one of its addresses.
    Listener listener(InetSocketAddress at) {
        return new Listener(name(), at, implicitTls(), IDLE);
    }

    private boolean implicitTls() {
        return key == Key.LISTEN_SUBMISSIONS || key == Key.LISTEN_POP3S || key == Key.LISTEN_IMAPS;
    }

    private static Optional<InetSocketAddress> fallback(
            Settings settings, Key key, InetSocketAddress address) {
        return settings.given(key)
                ? Optional.empty()
                : Optional.of(
                        new InetSocketAddress(address.getAddress(), address.getPort() + 10_000));
    }
}
