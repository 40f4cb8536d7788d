package dev.jebi.transfer.addresses;

import dev.jebi.mailstore.Account;

/// What is known of an address when a client names it.
public sealed interface Resolution {
    /// One account alone gets it, before its forwarding.
    record ToAccount(Account account) implements Resolution {}

    /// It leads to others; [Addresses#expand] says to whom.
    ///
    /// @param elsewhere whether some of them are elsewhere
    record ToSeveral(boolean elsewhere) implements Resolution {}

    /// Its account takes no mail.
    record Inactive() implements Resolution {}

    /// Nobody has it.
    record Unknown() implements Resolution {}

    /// It leads back to itself, or on without end.
    record Endless() implements Resolution {}
}
