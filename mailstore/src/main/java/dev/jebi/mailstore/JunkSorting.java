package dev.jebi.mailstore;

import java.util.Optional;

/// Whether messages that were copied or moved came among the junk or out of it.
final class JunkSorting {
    private JunkSorting() {}

    /// What is thrown away from the junk is junk all the same; what goes to another account is for
    /// them to say.
    static Optional<Sorting.Sorted> of(MailboxState from, MailboxState to, Copying outcome) {
        boolean put = is(to, SpecialUse.JUNK) && !is(from, SpecialUse.JUNK);
        boolean taken =
                is(from, SpecialUse.JUNK) && !is(to, SpecialUse.JUNK) && !is(to, SpecialUse.TRASH);
        if ((put || taken)
                && from.account.id == to.account.id
                && outcome instanceof Copying.Copied(_, var uids, var copies)
                && !uids.isEmpty()) {
            return Optional.of(
                    new Sorting.Sorted(
                            new AccountId(from.account.id),
                            from.name(),
                            uids,
                            to.name(),
                            copies,
                            put));
        }
        return Optional.empty();
    }

    private static boolean is(MailboxState mailbox, SpecialUse use) {
        return mailbox.specialUse == use.ordinal();
    }
}
