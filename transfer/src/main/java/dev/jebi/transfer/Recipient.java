package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.mailstore.AccountId;
import dev.jebi.smtp.RecipientWishes;

/// A recipient that was taken, and how its copy gets to it.
public sealed interface Recipient {
    /// What RCPT said.
    Address address();

    /// What RCPT's parameters said.
    RecipientWishes wishes();

    /// The same recipient with other wishes.
    Recipient with(RecipientWishes other);

    /// One of ours.
    record Local(Address address, AccountId account, RecipientWishes wishes) implements Recipient {
        /// One for whom nothing in particular is wished.
        public Local(Address address, AccountId account) {
            this(address, account, RecipientWishes.NONE);
        }

        @Override
        public Local with(RecipientWishes other) {
            return new Local(address, account, other);
        }
    }

    /// An address of ours that leads to several, here or elsewhere; to whom is looked up when the
    /// message has come.
    ///
    /// @param elsewhere whether some of them are elsewhere
    record Several(Address address, boolean elsewhere, RecipientWishes wishes)
            implements Recipient {
        @Override
        public Several with(RecipientWishes other) {
            return new Several(address, elsewhere, other);
        }
    }

    /// Somebody elsewhere, by way of the outbound queue.
    record Remote(Address address, RecipientWishes wishes) implements Recipient {
        /// One for whom nothing in particular is wished.
        public Remote(Address address) {
            this(address, RecipientWishes.NONE);
        }

        @Override
        public Remote with(RecipientWishes other) {
            return new Remote(address, other);
        }
    }
}
