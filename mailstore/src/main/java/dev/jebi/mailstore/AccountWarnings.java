package dev.jebi.mailstore;

import dev.jebi.mailstore.Draft.Incomer;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.AccountWarned;
import dev.jebi.mailstore.change.ChangeCodec;

import java.io.IOException;
import java.util.List;

/// The warnings of accounts that are nearly full. Safe for use by several threads.
final class AccountWarnings implements QuotaWarnings {
    private final Inventory inventory;
    private final Committer committer;
    private final StoreLimits limits;

    AccountWarnings(Inventory inventory, Committer committer, StoreLimits limits) {
        this.inventory = inventory;
        this.committer = committer;
        this.limits = limits;
    }

    @Override
    public List<Due> due() {
        return inventory.warningsDue().stream()
                .map(state -> new Due(state.account(), state.quota().level(), state.quota()))
                .filter(due -> due.level() > 0)
                .toList();
    }

    @Override
    public Watch watch(Runnable onDue) {
        return inventory.warnings.watch(onDue);
    }

    @Override
    public boolean warn(Due due, NewMessage message) throws IOException {
        var account = inventory.account(due.account().id());
        var inbox = account.flatMap(state -> state.mailbox(MailboxName.INBOX));
        if (inbox.isEmpty()) {
            return false;
        }
        var brought = Brought.messages(List.of(message));
        long chars = message.flags().keywords().stream().mapToLong(String::length).sum();
        int bound = ChangeCodec.bound(7 + message.flags().keywords().size(), chars);
        return committer.commit(
                brought.body(),
                bound,
                lsn -> number(inbox.get(), due.level(), message, brought, lsn));
    }

    /// Whether it is due is judged here: another node may have told it, or the use have changed.
    private List<Change> number(
            MailboxState inbox, int level, NewMessage message, Brought brought, long lsn) {
        var account = inbox.account;
        if (account.removedAhead
                || !account.setAhead.active()
                || level <= account.warnedAhead
                || account.quotaAhead().level() != level) {
            return List.of();
        }
        var draft = new Draft();
        draft.change(brought.stored(lsn, 0));
        draft.change(new AccountWarned(account.id, level));
        account.warnedAhead = level;
        long keywords = draft.keywords(inbox, message.flags().keywords(), limits.keywords());
        draft.add(
                inbox,
                new Incomer(
                        FlagBits.of(message.flags()),
                        keywords,
                        message.internalDate().toEpochMilli(),
                        message.internalDate().toEpochMilli(),
                        Brought.blob(lsn, 0),
                        brought.place(0)));
        return draft.done();
    }
}
