package dev.jebi.daemon;

import dev.jebi.guard.GuardLimits;
import dev.jebi.guard.Rate;
import dev.jebi.wire.Network;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// What clients that nobody knows are granted, as it is configured.
///
/// @param trusted whose clients are not watched
/// @param sending recipients elsewhere that an account may write to
record Guarding(GuardLimits limits, List<Network> trusted, Rate sending) {
    /// Whether an address is not watched.
    boolean trusts(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    /// @param relays the networks that may relay: they are trusted as well
    static Guarding of(Settings settings, List<Network> relays) {
        var trusted = read(settings, Key.GUARD_TRUSTED, Guarding::networks);
        var ban = read(settings, Key.GUARD_BAN, Guarding::span);
        var longest = read(settings, Key.GUARD_BAN_LONGEST, Guarding::span);
        if (longest.compareTo(ban) < 0) {
            throw settings.bad(Key.GUARD_BAN_LONGEST, "is less than guard.ban; give at least that");
        }
        return new Guarding(
                new GuardLimits(
                        read(settings, Key.GUARD_CONNECTIONS, Guarding::rate),
                        read(settings, Key.GUARD_MESSAGES, Guarding::rate),
                        read(settings, Key.GUARD_UNKNOWN_RECIPIENTS, Guarding::rate),
                        read(settings, Key.GUARD_PASSWORDS, Guarding::rate),
                        read(settings, Key.GUARD_PASSWORDS_PER_ACCOUNT, Guarding::rate),
                        read(settings, Key.GUARD_LINES, Guarding::lines),
                        ban,
                        longest),
                Stream.concat(relays.stream(), trusted.stream()).toList(),
                read(settings, Key.GUARD_SENDING, Guarding::rate));
    }

    static <T> T read(Settings settings, Key key, Function<String, T> reader) {
        try {
            return reader.apply(settings.get(key).strip());
        } catch (IllegalArgumentException e) {
            throw settings.bad(key, String.valueOf(e.getMessage()));
        }
    }

    /// So many in a time, `10/10m`; `off` for any number.
    static Rate rate(String text) {
        if (text.equals("off")) {
            return Rate.UNLIMITED;
        }
        int slash = text.indexOf('/');
        if (slash < 1 || !text.substring(0, slash).strip().matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("write a number and a time such as 10/10m, or off");
        }
        var per = Quantity.time(text.substring(slash + 1));
        if (per.compareTo(Duration.ofSeconds(1)) < 0 || per.compareTo(Duration.ofDays(31)) > 0) {
            throw new IllegalArgumentException("write a time from 1s to 31d behind the slash");
        }
        return new Rate(Integer.parseInt(text.substring(0, slash).strip()), per);
    }

    static Duration span(String text) {
        var span = Quantity.time(text);
        if (span.compareTo(Duration.ofSeconds(1)) < 0 || span.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException("write a time from 1s to 366d");
        }
        return span;
    }

    private static int lines(String text) {
        if (text.equals("off")) {
            return 0;
        }
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException("write a number from 1 to 999999, or off");
        }
        return Integer.parseInt(text);
    }

    static List<Network> networks(String text) {
        return text.equalsIgnoreCase("none")
                ? List.of()
                : Arrays.stream(text.split("[,\\s]+"))
                        .filter(item -> !item.isEmpty())
                        .map(Network::parse)
                        .toList();
    }
}
