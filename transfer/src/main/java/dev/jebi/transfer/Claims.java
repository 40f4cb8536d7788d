package dev.jebi.transfer;

import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Watch;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// The room that one mail transaction was promised in the mailboxes of its recipients, until it is
/// closed: two transactions are not both told yes for the same last room. What the store says in
/// the end counts nevertheless. For one session.
public final class Claims implements AutoCloseable {
    /// What is held for a message whose size was not declared.
    private static final long UNDECLARED = 64 << 10;

    private final Map<AccountId, Watch> held = new HashMap<>();

    /// Claims room for one message, however many addresses of the account it has.
    ///
    /// @param size what the client declared (RFC 1870)
    /// @return whether there is room
    boolean claim(MailStore store, AccountId account, OptionalLong size) {
        if (held.containsKey(account)) {
            return true;
        }
        var room = store.reserve(account, size.orElse(1), size.orElse(UNDECLARED));
        room.ifPresent(watch -> held.put(account, watch));
        return room.isPresent();
    }

    @Override
    public void close() {
        held.values().forEach(Watch::close);
        held.clear();
    }
}
