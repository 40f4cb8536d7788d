package dev.jebi.daemon;

import dev.jebi.transfer.abuse.Greylist;
import dev.jebi.transfer.abuse.ListRule;
import dev.jebi.wire.Network;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What strangers go through, as it is configured.
///
/// @param except networks whose mail is taken as it is
/// @param listsTime how long the lists are waited for
/// @param programs others that look at mail
/// @param learn whether owners teach by what they sort
record Screens(
        List<Network> except,
        List<ListRule> lists,
        Duration listsTime,
        Optional<Greylist.Terms> greylist,
        Programs programs,
        boolean learn) {
    /// RFC 6647 §5: hosts that come again after hours only are met halfway.
    private static final Duration RETRY = Duration.ofDays(2);

    static Screens of(Settings settings) {
        var terms =
                new Greylist.Terms(
                        Guarding.read(settings, Key.SCREEN_GREYLIST_DELAY, Guarding::span),
                        RETRY,
                        Guarding.read(settings, Key.SCREEN_GREYLIST_KEEP, Guarding::span));
        return new Screens(
                Guarding.read(settings, Key.SCREEN_EXCEPT, Guarding::networks),
                Guarding.read(settings, Key.SCREEN_LISTS, Screens::lists),
                Guarding.read(settings, Key.SCREEN_LISTS_TIME, Guarding::span),
                Guarding.read(settings, Key.SCREEN_GREYLIST, Screens::on)
                        ? Optional.of(terms)
                        : Optional.empty(),
                Programs.of(settings),
                Guarding.read(settings, Key.JUNK_LEARN, Screens::on));
    }

    private static List<ListRule> lists(String text) {
        return Arrays.stream(text.split("[,\\s]+"))
                .filter(item -> !item.isEmpty())
                .map(ListRule::parse)
                .toList();
    }

    static boolean on(String text) {
        return switch (text) {
            case "on", "true" -> true; // TOML has words for both
            case "off", "false" -> false;
            default -> throw new IllegalArgumentException("write on or off");
        };
    }
}
