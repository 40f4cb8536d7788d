package dev.jebi.smtp;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What an originator wishes for one recipient: the parameters of RCPT (RFC 3461).
///
/// @param notices when the originator is told (RFC 3461 §4.1): the empty set is NEVER, absent is
///   where nothing was said
/// @param original whom the message was meant for at first (RFC 3461 §4.2)
public record RecipientWishes(Optional<Set<Notice>> notices, Optional<OriginalRecipient> original) {
    /// Nothing in particular.
    public static final RecipientWishes NONE =
            new RecipientWishes(Optional.empty(), Optional.empty());

    /// Copies the set, in its order.
    public RecipientWishes {
        notices = notices.map(RecipientWishes::ordered);
    }

    /// Whether the originator is to be told then; where nothing was said, of a failure and of a
    /// delay (RFC 3461 §4.1).
    public boolean wants(Notice what) {
        return notices.map(set -> set.contains(what)).orElse(what != Notice.SUCCESS);
    }

    /// NOTIFY=NEVER.
    public boolean never() {
        return notices.filter(Set::isEmpty).isPresent();
    }

    private static Set<Notice> ordered(Set<Notice> given) {
        return given.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(given));
    }

    /// What may be told.
    public enum Notice {
        /// It was delivered.
        SUCCESS,
        /// It never will be.
        FAILURE,
        /// It takes long.
        DELAY
    }

    /// ORCPT, decoded: no xtext (RFC 3461 §4.2, RFC 6533 §3).
    ///
    /// @param type the kind of address, such as `rfc822` or `utf-8`, in lower case
    public record OriginalRecipient(String type, String address) {}
}
