package dev.jebi.daemon;

import dev.jebi.transfer.abuse.Inspector;
import dev.jebi.transfer.abuse.Milter;
import dev.jebi.transfer.abuse.Rspamd;

import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Other programs that look at mail of strangers, as they are configured.
///
/// @param rspamd empty where it is not asked
/// @param defer whether mail waits that rspamd does not answer about
record Programs(
        Optional<URI> rspamd,
        Optional<URI> learning,
        String password,
        Duration rspamdTime,
        boolean defer,
        List<SocketAddress> milters,
        Duration milterTime,
        Milter.Failure failure) {
    static Programs of(Settings settings) {
        return new Programs(
                Guarding.read(settings, Key.RSPAMD_URL, Programs::address),
                Guarding.read(settings, Key.RSPAMD_LEARN_URL, Programs::address),
                settings.get(Key.RSPAMD_PASSWORD),
                Guarding.read(settings, Key.RSPAMD_TIME, Guarding::span),
                Guarding.read(settings, Key.RSPAMD_FAILURE, Programs::defer),
                Guarding.read(settings, Key.MILTER_ADDRESSES, Programs::milters),
                Guarding.read(settings, Key.MILTER_TIME, Guarding::span),
                Guarding.read(settings, Key.MILTER_FAILURE, Programs::defer)
                        ? Milter.Failure.DEFER
                        : Milter.Failure.ACCEPT);
    }

    /// Without the password.
    @Override
    public String toString() {
        return "Programs[" + rspamd + " " + milters + "]";
    }

    Optional<Rspamd> rspamd(String hostname) {
        return rspamd.map(uri ->
                new Rspamd(new Rspamd.Terms(uri, learning, password, hostname, rspamdTime, defer)));
    }

    /// All of them: milters first, for they may change what others look at.
    List<Inspector> inspectors(String hostname, Optional<Rspamd> asked) {
        var inspectors = new ArrayList<Inspector>();
        for (SocketAddress milter : milters) {
            inspectors.add(new Milter(milter, hostname, milterTime, failure));
        }
        asked.ifPresent(inspectors::add);
        return inspectors;
    }

    private static Optional<URI> address(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.matches("https?://[!-~]+")) {
            throw new IllegalArgumentException("write an address such as http://127.0.0.1:11333");
        }
        return Optional.of(URI.create(text));
    }

    private static List<SocketAddress> milters(String text) {
        return Arrays.stream(text.split("[,\\s]+"))
                .filter(item -> !item.isEmpty())
                .map(Milter::address)
                .toList();
    }

    private static boolean defer(String text) {
        return switch (text) {
            case "defer" -> true;
            case "accept" -> false;
            default -> throw new IllegalArgumentException("write accept or defer");
        };
    }
}
