package dev.jebi.useragent;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalMailbox;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.local.MailboxState;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A list of a mailbox from what is kept here, when that is good enough: in step with the server
/// some seconds ago, or asked for as it is. Uses nothing that starts slowly.
///
/// @param limit at most so many, the newest
/// @param unseen only those not seen
/// @param fresh asks the server in any case
/// @param offline asks no server in any case
record Listing(String mailbox, int limit, boolean unseen, boolean fresh, boolean offline) {
    static final int LIMIT = 50;

    /// How old a list may be, unless the account says something else with `fresh`.
    private static final long FRESH_SECONDS = 5;

    /// The rows, if what is kept here is good enough.
    Optional<List<Envelope>> kept(LocalStore store, Account account) throws IOException {
        LocalMailbox rows = store.mailbox(mailbox);
        MailboxState state = rows.state();
        if (offline || (!fresh && state.known() && recent(state, account, store))) {
            boolean all = state.whole() || rows.count() >= state.messages();
            if (offline || all || (!unseen && rows.count() >= limit)) {
                return Optional.of(here(rows));
            }
        }
        return Optional.empty();
    }

    /// In step some seconds ago, and not just after a change of our own: what we send to ourselves
    /// is there a moment after the server took it, and a list in between must not hide it.
    private static boolean recent(MailboxState state, Account account, LocalStore store) {
        long millis = seconds(account) * 1_000;
        long synced = state.synced().toEpochMilli();
        long age = System.currentTimeMillis() - synced;
        long settled = synced - store.lastChanged();
        return age >= 0 && age < millis && settled >= Math.min(millis, FRESH_SECONDS * 1_000);
    }

    private static long seconds(Account account) {
        String text = account.value("fresh").orElse("");
        try {
            return text.isEmpty() ? FRESH_SECONDS : Math.clamp(Long.parseLong(text), 0, 86_400);
        } catch (NumberFormatException e) {
            throw new Failure(
                    Failure.Kind.BAD_CONFIGURATION, "fresh takes seconds, not '" + text + "'", e);
        }
    }

    /// The rows that are here, whatever their age.
    List<Envelope> here(LocalMailbox rows) throws IOException {
        return unseen ? rows.search(row -> !row.seen(), limit) : rows.newest(limit);
    }
}
