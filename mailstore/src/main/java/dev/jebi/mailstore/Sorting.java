package dev.jebi.mailstore;

import java.util.List;

/// Hears of mail that an owner has put among the junk or taken out of it by hand.
@FunctionalInterface
public interface Sorting {
    /// Nobody.
    Sorting NONE = _ -> {};

    /// What was sorted; both lists have the same length and order.
    ///
    /// @param junk whether it was put among the junk; else it was taken out
    record Sorted(
            AccountId account,
            MailboxName from,
            List<Uid> fromUids,
            MailboxName to,
            List<Uid> toUids,
            boolean junk) {}

    /// It is done, and durable. Must not wait, and must not throw.
    void sorted(Sorted what);
}
