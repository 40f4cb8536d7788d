package dev.jebi.daemon;

import dev.jebi.address.Domain;
import dev.jebi.dmarc.OrganizationalDomains;
import dev.jebi.transfer.verification.Action;
import dev.jebi.transfer.verification.DomainPolicy;
import dev.jebi.transfer.verification.VerificationSettings;
import dev.jebi.wire.Network;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The reading of how mail from strangers is verified.
final class Verifying {
    private final Settings settings;

    private Verifying(Settings settings) {
        this.settings = settings;
    }

    /// Empty where nothing is to be verified; what is written for it is checked all the same.
    static Optional<VerificationSettings> of(Settings settings) {
        return new Verifying(settings).read();
    }

    private Optional<VerificationSettings> read() {
        boolean on = value(Key.VERIFY_STRANGERS, Verifying::on);
        var read =
                new VerificationSettings(
                        new DomainPolicy(
                                value(Key.VERIFY_DMARC, Verifying::action),
                                value(Key.VERIFY_SPF, Verifying::action),
                                value(Key.VERIFY_IPREV, Verifying::action),
                                value(Key.VERIFY_TEMPORARY, Verifying::defer)),
                        value(Key.VERIFY_EXCEPT, Verifying::networks),
                        value(Key.VERIFY_SEALERS, Verifying::domains),
                        value(Key.VERIFY_ORGANIZATIONS, Verifying::organizations),
                        value(Key.VERIFY_TIME, Verifying::time));
        return on ? Optional.of(read) : Optional.empty();
    }

    private <T> T value(Key key, Function<String, T> reader) {
        try {
            return reader.apply(settings.get(key).strip());
        } catch (IllegalArgumentException e) {
            throw settings.bad(key, String.valueOf(e.getMessage()));
        }
    }

    private static boolean on(String text) {
        return switch (text) {
            case "on", "true" -> true; // TOML has words for both
            case "off", "false" -> false;
            default -> throw new IllegalArgumentException("write on or off");
        };
    }

    private static Action action(String text) {
        return Action.of(text)
                .orElseThrow(() -> new IllegalArgumentException("write accept, junk or reject"));
    }

    private static boolean defer(String text) {
        return switch (text) {
            case "defer" -> true;
            case "accept" -> false;
            default -> throw new IllegalArgumentException("write accept or defer");
        };
    }

    private static OrganizationalDomains organizations(String text) {
        return switch (text) {
            case "tree-walk" -> OrganizationalDomains.TREE_WALK;
            case "public-suffix-list" -> OrganizationalDomains.PUBLIC_SUFFIX_LIST;
            default -> throw new IllegalArgumentException("write tree-walk or public-suffix-list");
        };
    }

    private static Duration time(String text) {
        var time = Quantity.time(text);
        if (time.compareTo(Duration.ofSeconds(1)) < 0
                || time.compareTo(Duration.ofMinutes(2)) > 0) {
            throw new IllegalArgumentException("write a time from 1s to 2m");
        }
        return time;
    }

    private static List<Network> networks(String text) {
        return text.equalsIgnoreCase("none")
                ? List.of()
                : items(text).stream().map(Network::parse).toList();
    }

    private static List<String> domains(String text) {
        return items(text).stream().map(item -> Domain.parse(item).name()).toList();
    }

    private static List<String> items(String text) {
        return Arrays.stream(text.split("[,\\s]+")).filter(item -> !item.isEmpty()).toList();
    }
}
