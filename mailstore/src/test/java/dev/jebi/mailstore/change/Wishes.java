package dev.jebi.mailstore.change;

import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.DeliveryWishes.Body;
import dev.jebi.smtp.DeliveryWishes.DeliverBy;
import dev.jebi.smtp.DeliveryWishes.Returned;
import dev.jebi.smtp.DeliveryWishes.TlsWish;
import dev.jebi.smtp.RecipientWishes;
import dev.jebi.smtp.RecipientWishes.Notice;
import dev.jebi.smtp.RecipientWishes.OriginalRecipient;
import dev.jebi.testkit.Randomly;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Wishes of every kind, for tests.
final class Wishes {
    private Wishes() {}

    static DeliveryWishes any(Randomly r) {
        return new DeliveryWishes(
                r.pick(Body.values()),
                r.oneIn(2) ? Optional.of(r.pick(Returned.values())) : Optional.empty(),
                r.oneIn(2) ? Optional.of(r.text(20)) : Optional.empty(),
                r.pick(TlsWish.values()),
                r.oneIn(2) ? Optional.of(instant(r)) : Optional.empty(),
                r.oneIn(2)
                        ? Optional.of(
                                new DeliverBy(
                                        instant(r), r.pick(DeliverBy.Mode.values()), r.oneIn(2)))
                        : Optional.empty(),
                r.between(-9, 9));
    }

    static RecipientWishes one(Randomly r) {
        return new RecipientWishes(
                r.oneIn(2)
                        ? Optional.of(r.oneIn(3) ? Set.of() : Set.of(r.pick(Notice.values())))
                        : Optional.empty(),
                r.oneIn(2)
                        ? Optional.of(new OriginalRecipient(r.pick("rfc822", "utf-8"), r.text(20)))
                        : Optional.empty());
    }

    private static Instant instant(Randomly r) {
        return Instant.ofEpochMilli(r.between(1L, 1L << 45));
    }
}
