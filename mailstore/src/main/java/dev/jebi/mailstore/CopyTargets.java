package dev.jebi.mailstore;

import java.io.IOException;
import java.util.Optional;

/// Finds the mailboxes that messages are copied to. Safe for use by several threads.
interface CopyTargets {
    /// A mailbox in the same database.
    Optional<MailboxState> here(CopyTarget target);

    /// A mailbox in another database, opened.
    Optional<Mailbox> elsewhere(CopyTarget target) throws IOException;

    /// Of a store that is one database.
    static CopyTargets of(Inventory inventory) {
        return of(inventory, _ -> Optional.empty());
    }

    /// Of one database among several.
    static CopyTargets of(Inventory inventory, Elsewhere elsewhere) {
        return new CopyTargets() {
            @Override
            public Optional<MailboxState> here(CopyTarget target) {
                return inventory.mailbox(target.owner(), target.mailbox());
            }

            @Override
            public Optional<Mailbox> elsewhere(CopyTarget target) throws IOException {
                return elsewhere.open(target);
            }
        };
    }

    /// Opens mailboxes of other databases.
    interface Elsewhere {
        /// Opens one.
        Optional<Mailbox> open(CopyTarget target) throws IOException;
    }
}
