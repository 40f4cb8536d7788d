package dev.jebi.mailstore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// When each mailbox of an account changed last, as a count of the account's changes, so that who
/// looks again looks at those alone that changed meanwhile. Safe for use by several threads.
final class LastChanges {
    private final ReentrantLock lock = new ReentrantLock();

    /// Since the last change of anything else; what changed last comes last.
    private final LinkedHashMap<MailboxState, Long> mailboxes = new LinkedHashMap<>();

    private long changes;
    private long others;

    /// Something in a mailbox has changed.
    void in(MailboxState mailbox) {
        lock.lock();
        try {
            mailboxes.putLast(mailbox, ++changes);
        } finally {
            lock.unlock();
        }
    }

    /// Anything else has.
    void other() {
        lock.lock();
        try {
            others = ++changes;
            mailboxes.clear(); // whoever has not seen this looks at all of them
        } finally {
            lock.unlock();
        }
    }

    AccountNews since(long before) {
        var changed = new ArrayList<MailboxState>();
        long upTo;
        boolean any;
        lock.lock();
        try {
            upTo = changes;
            any = others > before;
            for (Map.Entry<MailboxState, Long> entry : mailboxes.reversed().entrySet()) {
                if (any || entry.getValue() <= before) {
                    break;
                }
                changed.add(entry.getKey());
            }
        } finally {
            lock.unlock();
        }
        return new AccountNews(
                upTo,
                any,
                any ? List.of() : changed.reversed().stream().map(MailboxState::info).toList());
    }
}
