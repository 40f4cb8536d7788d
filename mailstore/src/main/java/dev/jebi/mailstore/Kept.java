package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mime.MessageHead;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Messages that were expunged, removed by POP3 or deleted with their mailbox, and can be restored
/// for a while ([UndeleteLimits]). They count in no quota. Safe for use by several threads.
public interface Kept {
    /// How much of an account can be restored.
    ///
    /// @param octets the sum of their sizes
    record Amount(long octets, long messages) {}

    /// How much of an account can be restored.
    Amount amount(AccountId account);

    /// The messages that were chosen, what was expunged last first.
    ///
    /// @param before only those before this one in time; empty to begin
    List<KeptMessage> list(
            AccountId account, KeptChoice choice, Optional<KeptId> before, int atMost)
            throws IOException;

    /// What was read from a message when it came; empty when it is not kept any more.
    Optional<MessageHead> head(AccountId account, KeptId id) throws IOException;

    /// The octets of a message; empty when it is not kept any more.
    Optional<Content> content(AccountId account, KeptId id) throws IOException;

    /// Restores what was chosen: into the mailbox of the old name, which is made where it is
    /// missing, under new UIDs, with flags, keywords and internal date, but without `\Deleted`.
    Restoring restore(AccountId account, KeptChoice choice) throws IOException;

    /// Ends the keeping of what was chosen.
    ///
    /// @return how many
    int drop(AccountId account, KeptChoice choice) throws IOException;

    /// Ends the keeping of what is too old, or more than an account may have. The store does so by
    /// itself every hour.
    ///
    /// @return how many
    int expire() throws IOException;
}
