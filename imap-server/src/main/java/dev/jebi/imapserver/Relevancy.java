package dev.jebi.imapserver;

import dev.jebi.imapserver.command.SearchKey;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.SearchQuery;
import dev.jebi.mailstore.SearchQuery.Tolerance;
import dev.jebi.mailstore.UidSet;

import java.io.IOException;
import java.util.List;

/// How relevant the results of a fuzzy search are (RFC 6203 §4): most where what was asked is there
/// as it is, less where all its words are, least where they are spelt otherwise.
///
/// @param exact what is found as it is
/// @param words what has the words
record Relevancy(UidSet exact, UidSet words) {
    private static final int EXACT = 100;
    private static final int WORDS = 60;
    private static final int SPELLING = 20;

    /// Of these messages.
    static Relevancy of(SearchKeys keys, SearchKey key, Mailbox mailbox, UidSet found)
            throws IOException {
        return new Relevancy(
                within(mailbox, found, keys.query(key, Tolerance.NONE)),
                within(mailbox, found, keys.query(key, Tolerance.ORDER)));
    }

    private static UidSet within(Mailbox mailbox, UidSet found, SearchQuery query)
            throws IOException {
        var both = new SearchQuery.And(List.of(new SearchQuery.Uids(found), query));
        return UidSet.of(mailbox.search(both));
    }

    int score(long uid) {
        if (exact.contains(uid)) {
            return EXACT;
        }
        return words.contains(uid) ? WORDS : SPELLING;
    }
}
