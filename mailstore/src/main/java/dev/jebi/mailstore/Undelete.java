package dev.jebi.mailstore;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/// Whether and how expunged messages are kept, so that they can be restored. Safe for use by
/// several threads.
final class Undelete {
    private final UndeleteLimits limits;
    private final InstantSource clock;
    private final Consumer<AccountState> tooMuch;

    /// @param tooMuch told when an account has more than it may, on the thread of whoever expunged
    Undelete(UndeleteLimits limits, InstantSource clock, Consumer<AccountState> tooMuch) {
        this.limits = limits;
        this.clock = clock;
        this.tooMuch = tooMuch;
    }

    /// How messages of a mailbox are kept from now on; empty where nothing is.
    Optional<Keeping> keeping(MailboxState mailbox) {
        return keeping(mailbox, Removal.KEPT);
    }

    /// As the other one.
    Optional<Keeping> keeping(MailboxState mailbox, Removal removal) {
        return switch (removal) {
            case Removal.ForGood() -> Optional.empty();
            case Removal.Kept _ when limits.none() -> Optional.empty();
            case Removal.Kept(var days) ->
                    Optional.of(
                            new Keeping(
                                    clock.millis(),
                                    limits.octets(),
                                    mailbox.words(),
                                    days.orElse(0)));
        };
    }

    /// After an expunge.
    void mind(AccountState account) {
        if (account.kept.count().octets() > limits.octets()) {
            tooMuch.accept(account);
        }
    }
}
