package dev.jebi.daemon;

import dev.jebi.dkim.SigningRules;
import dev.jebi.transfer.signing.Signatures;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How mail is signed and keys come and go, as it is configured.
///
/// @param retireAfter how long the record of a key that signs no more stays
/// @param renewAfter when the next keys are made unasked; empty for never
record DkimOptions(
        boolean sign,
        boolean seal,
        SigningRules rules,
        Duration retireAfter,
        Optional<Duration> renewAfter) {
    static DkimOptions of(Settings settings) {
        var standard = SigningRules.STANDARD;
        return new DkimOptions(
                value(settings, Key.DKIM_SIGN, DkimOptions::on),
                value(settings, Key.ARC_SEAL, DkimOptions::on),
                new SigningRules(
                        standard.signed(),
                        value(settings, Key.DKIM_OVERSIGN, DkimOptions::names),
                        value(settings, Key.DKIM_EXPIRY, DkimOptions::time)),
                value(settings, Key.DKIM_RETIRE_AFTER, Quantity::time),
                value(settings, Key.DKIM_ROTATE_AFTER, DkimOptions::time));
    }

    Signatures.Settings signatures(String hostname) {
        return new Signatures.Settings(hostname, sign, seal, rules);
    }

    private static <T> T value(Settings settings, Key key, Function<String, T> reader) {
        try {
            return reader.apply(settings.get(key).strip());
        } catch (IllegalArgumentException e) {
            throw settings.bad(key, String.valueOf(e.getMessage()));
        }
    }

    private static boolean on(String text) {
        return switch (text) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw new IllegalArgumentException("write on or off");
        };
    }

    private static Optional<Duration> time(String text) {
        return text.equals("off") ? Optional.empty() : Optional.of(Quantity.time(text));
    }

    /// From is signed whatever is configured (RFC 6376 §5.4).
    private static List<String> names(String text) {
        var names = Arrays.stream(text.split("[,\\s]+")).filter(name -> !name.isEmpty()).toList();
        if (!names.stream().allMatch(name -> name.matches("[A-Za-z0-9-]+"))) {
            throw new IllegalArgumentException("write names of fields, such as From, Subject");
        }
        if (names.stream().noneMatch(name -> name.equalsIgnoreCase("From"))) {
            throw new IllegalArgumentException("From must be among them");
        }
        return names;
    }
}
