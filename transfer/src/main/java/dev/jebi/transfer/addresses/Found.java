package dev.jebi.transfer.addresses;

import dev.jebi.mailstore.Account;

/// What one address of ours leads to in one step.
sealed interface Found {
    /// An account that takes mail.
    record Holder(Account account) implements Found {}

    /// Other addresses.
    record Names(Entry entry) implements Found {}

    /// An account that takes none.
    record Inactive() implements Found {}

    /// Nothing.
    record Nobody() implements Found {}
}
