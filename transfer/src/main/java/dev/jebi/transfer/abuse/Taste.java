package dev.jebi.transfer.abuse;

import dev.jebi.mailstore.AccountId;

/// What owners of accounts have taught about junk. Safe for use by several threads.
@FunctionalInterface
public interface Taste {
    /// Nobody has taught anything.
    Taste NONE = (_, tasted) -> new Opinion(tasted.found(), "");

    /// Whether a message belongs among the junk of an account; never fails.
    Opinion of(AccountId account, Tasted tasted);
}
