package dev.jebi.useragent.local;

import java.time.Instant;

/// How far a mailbox is known here.
///
/// @param uidValidity of the server (RFC 9051 §2.3.1.1); 0 when it was never synced
/// @param uidNext the UID that the next message will have at least
/// @param modSeq the HIGHESTMODSEQ up to which flags are known (RFC 7162); 0 without CONDSTORE
/// @param synced when it was in step with the server
/// @param messages how many messages it has, here or not
/// @param unseen how many of them are not seen
/// @param since every message with this UID or a higher one is here
public record MailboxState(
        long uidValidity,
        long uidNext,
        long modSeq,
        Instant synced,
        int messages,
        int unseen,
        long since) {
    /// Of a mailbox that was never synced.
    static final MailboxState UNKNOWN =
            new MailboxState(0, 1, 0, Instant.EPOCH, 0, 0, Long.MAX_VALUE);

    /// Whether anything is known.
    public boolean known() {
        return uidValidity != 0;
    }

    /// Whether every message of the mailbox is here.
    public boolean whole() {
        return since <= 1;
    }

    /// The same, in step at that time.
    public MailboxState at(Instant time) {
        return new MailboxState(uidValidity, uidNext, modSeq, time, messages, unseen, since);
    }

    MailboxState counted(int others, int unseenOthers) {
        return new MailboxState(
                uidValidity, uidNext, modSeq, synced, others, Math.max(0, unseenOthers), since);
    }

    MailboxState next(long uid) {
        return uid < uidNext
                ? this
                : new MailboxState(uidValidity, uid + 1, modSeq, synced, messages, unseen, since);
    }
}
