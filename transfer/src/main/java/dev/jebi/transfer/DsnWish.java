package dev.jebi.transfer;

import dev.jebi.sieve.SieveAction.DsnWishes;
import dev.jebi.smtp.RecipientWishes;
import dev.jebi.smtp.RecipientWishes.Notice;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The wishes of a redirected message (RFC 6009 §6).
final class DsnWish {
    private DsnWish() {}

    /// @param came what the originator wished
    /// @param script what the script says in its place
    static RecipientWishes of(RecipientWishes came, DsnWishes script) {
        return script.notification()
                .map(words -> new RecipientWishes(Optional.of(notices(words)), came.original()))
                .orElse(came);
    }

    private static Set<Notice> notices(String words) {
        var notices = EnumSet.noneOf(Notice.class);
        for (String word : words.toUpperCase(Locale.ROOT).split(",", -1)) {
            Arrays.stream(Notice.values())
                    .filter(notice -> notice.name().equals(word.strip()))
                    .forEach(notices::add);
        }
        return notices; // NEVER is the empty set
    }
}
