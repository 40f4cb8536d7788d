package dev.jebi.imapserver;

import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.KeptViews;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.MailboxId;
import dev.jebi.mailstore.Uid;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// From which UID on the messages of each mailbox have `\Recent`: no session was told of them yet
/// (RFC 3501 §2.3.2). Kept as long as the process runs; where nothing is known of a mailbox, the
/// messages at its end that nobody has seen are taken as recent. Safe for use by several threads.
final class RecentMarks {
    private final Map<MailboxId, Long> marks = new ConcurrentHashMap<>();

    /// The first recent UID; leaves it so (EXAMINE, STATUS).
    long first(Mailbox mailbox) {
        if (KeptViews.is(mailbox.info())) { // other UIDs each time, and nothing has come
            return mailbox.info().uidNext().value();
        }
        return marks.computeIfAbsent(mailbox.info().id(), _ -> unseenTail(mailbox));
    }

    /// The first recent UID; those from it up to `next` are the caller's from now on.
    long claim(Mailbox mailbox, long next) {
        first(mailbox);
        var before = new long[1];
        marks.compute(
                mailbox.info().id(),
                (_, mark) -> {
                    before[0] = mark == null ? next : mark;
                    return Math.max(before[0], next);
                });
        return before[0];
    }

    private static long unseenTail(Mailbox mailbox) {
        long first = mailbox.info().uidNext().value();
        if (mailbox.info().unseen() == 0) {
            return first;
        }
        var uids = mailbox.list();
        for (int i = uids.size() - 1; i >= 0; i--) {
            var message = mailbox.message(new Uid(uids.at(i)));
            if (message.isPresent() && message.get().flags().has(Flags.System.SEEN)) {
                break;
            }
            first = Math.min(first, uids.at(i));
        }
        return first;
    }
}
