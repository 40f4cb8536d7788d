package dev.jebi.daemon;

import dev.jebi.address.Address;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// How other mail systems are trusted, and what is told to them.
///
/// @param dnssec whether answers of the DNS are validated
/// @param anchor the file with the keys that are trusted, in place of the root's
/// @param trusted the file with the authorities that vouch for peers, in place of the JVM's
/// @param mtaSts whether policies of MTA-STS are fetched and kept
/// @param reports whether reports are sent to those who ask
/// @param reportsFrom whom they come from
/// @param reportsTo where others send theirs
/// @param reportsKeep how long these are kept
record Outbound(
        Dnssec dnssec,
        Optional<Path> anchor,
        Optional<Path> trusted,
        boolean mtaSts,
        boolean reports,
        Optional<Address> reportsFrom,
        Optional<Address> reportsTo,
        Duration reportsKeep) {
    /// Whether answers are validated.
    enum Dnssec {
        /// When the DNS servers pass signatures on.
        AUTO,
        /// Always: without signatures there is no answer.
        ON,
        /// Never; there is no DANE then.
        OFF
    }

    static Outbound of(Settings settings) {
        return new Outbound(
                value(settings, Key.DNS_DNSSEC, Outbound::dnssec),
                value(settings, Key.DNS_TRUST_ANCHOR, Outbound::file),
                value(settings, Key.TLS_TRUSTED, Outbound::file),
                value(settings, Key.RELAY_MTA_STS, Outbound::onOrOff),
                value(settings, Key.REPORTS_SEND, Outbound::onOrOff),
                value(settings, Key.REPORTS_FROM, Outbound::address),
                value(settings, Key.REPORTS_ADDRESS, Outbound::address),
                value(settings, Key.REPORTS_KEEP, Quantity::time));
    }

    private static <T> T value(Settings settings, Key key, Function<String, T> reader) {
        try {
            return reader.apply(settings.get(key).strip());
        } catch (IllegalArgumentException e) {
            throw settings.bad(key, String.valueOf(e.getMessage()));
        }
    }

    private static Dnssec dnssec(String text) {
        return switch (text) {
            case "auto" -> Dnssec.AUTO;
            case "on", "true" -> Dnssec.ON;
            case "off", "false" -> Dnssec.OFF;
            default -> throw new IllegalArgumentException("write auto, on or off");
        };
    }

    private static boolean onOrOff(String text) {
        return switch (text) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw new IllegalArgumentException("write on or off");
        };
    }

    private static Optional<Address> address(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Address.parse(text));
    }

    private static Optional<Path> file(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!Files.isReadable(Path.of(text))) {
            throw new IllegalArgumentException(
                    "it cannot be read; check that it is there and readable");
        }
        return Optional.of(Path.of(text));
    }
}
