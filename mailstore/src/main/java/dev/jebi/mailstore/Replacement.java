package dev.jebi.mailstore;

import dev.jebi.mailstore.Draft.Incomer;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.ChangeCodec;
import dev.jebi.mailstore.change.MessageRow;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One message put into a mailbox and one taken out of a mailbox, in one record (RFC 8508 §3.4):
/// nobody sees both or neither, and the quota is asked for the difference, where it is of one
/// account.
final class Replacement implements Committer.Numbering {
    private final MailboxState from;
    private final long uid;
    private final MailboxState to;
    private final NewMessage message;
    private final Brought brought;
    private final Optional<Keeping> keeping;
    private final int mostKeywords;
    private long now;
    private Replacing outcome = new Replacing.NoSuchMailbox();

    Replacement(
            MailboxState from,
            Uid uid,
            MailboxState to,
            NewMessage message,
            Optional<Keeping> keeping,
            int mostKeywords)
            throws IOException {
        this.from = from;
        this.uid = uid.value();
        this.to = to;
        this.message = message;
        this.brought = Brought.messages(List.of(message));
        this.keeping = keeping;
        this.mostKeywords = mostKeywords;
    }

    /// @param at when, in milliseconds
    Replacing commit(Committer committer, long at) throws IOException {
        now = at;
        var keywords = keywords();
        long chars = keywords.stream().mapToLong(String::length).sum();
        int bound =
                ChangeCodec.bound(keywords.size() + 10, chars)
                        + ChangeCodec.expungedBound(1)
                        + keeping.map(how -> how.bound(1)).orElse(0);
        committer.commit(brought.body(), bound, this);
        return outcome;
    }

    private Set<String> keywords() {
        return message.flags().keywords();
    }

    @Override
    public List<Change> number(long lsn) {
        outcome = new Replacing.NoSuchMailbox();
        if (to.deletedAhead || to.account.removedAhead) {
            return List.of();
        }
        var old =
                from.deletedAhead
                        ? List.<MessageRow>of()
                        : MessageChanges.ahead(from, new long[] {uid}, _ -> true);
        if (old.isEmpty()) {
            outcome = new Replacing.NoSuchMessage();
            return List.of();
        }
        boolean given = from.account.id != to.account.id;
        long freed = given ? 0 : old.getFirst().place().size();
        long more = message.content().size() - freed;
        if ((more > 0 || given) && !to.account.fitsAhead(more, given ? 1 : 0)) {
            outcome = new Replacing.OverQuota();
            return List.of();
        }
        var known = to.ahead.keywords();
        if (known.count() + known.unknown(keywords()).size() > mostKeywords) {
            outcome = new Replacing.TooManyKeywords();
            return List.of();
        }
        return replaced(old, lsn);
    }

    private List<Change> replaced(List<MessageRow> old, long lsn) {
        var draft = new Draft();
        draft.change(brought.stored(lsn, 0));
        long added =
                draft.add(
                        to,
                        new Incomer(
                                FlagBits.of(message.flags()),
                                draft.keywords(to, keywords(), mostKeywords),
                                message.internalDate().toEpochMilli(),
                                now,
                                Brought.blob(lsn, 0),
                                brought.place(0)));
        draft.expunge(from, old);
        keeping.ifPresent(how -> draft.keep(from, old, how, lsn));
        outcome = new Replacing.Replaced(new UidValidity(to.uidValidity), new Uid(added));
        return draft.done();
    }
}
