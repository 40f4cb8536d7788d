package dev.jebi.mailstore;

import dev.jebi.mailstore.SearchQuery.And;
import dev.jebi.mailstore.SearchQuery.Uids;
import dev.jebi.mailstore.content.DamagedContent;
import dev.jebi.mailstore.journal.OctetsGone;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.LongStream;

/// A search query made ready: cheap questions first, so that a message is opened only when all that
/// is known of it in memory agrees, and the index of texts has not told that it cannot match. What
/// the index tells only spares reading; it is right without any index. Immutable.
final class Search {
    private static final Logger LOG = LoggerFactory.getLogger(Search.class);

    private final UidSet candidates;
    private final Criterion criterion;
    private final SearchScope scope;

    private Search(UidSet candidates, Criterion criterion, SearchScope scope) {
        this.candidates = candidates;
        this.criterion = criterion;
        this.scope = scope;
    }

    /// @param scope stays open as long as this is used
    static Search of(SearchQuery query, SearchScope scope) {
        return new Search(candidates(query), new SearchCompiler(scope).compile(query), scope);
    }

    /// The UIDs of the messages that match, ascending.
    long[] in(Mailbox mailbox) throws IOException {
        var found = LongStream.builder();
        var among = criterion.possible().map(scope::uids).orElse(candidates);
        try {
            mailbox.forEach(
                    among,
                    info -> {
                        if (matches(new SearchedMessage(mailbox, info, scope))) {
                            found.add(info.uid().value());
                        }
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return found.build().toArray();
    }

    private boolean matches(SearchedMessage message) {
        try {
            return criterion.test().holds(message);
        } catch (DamagedMessage | DamagedContent | OctetsGone e) {
            // that message alone has nothing any more that could be found
            LOG.warn(
                    "event=search-unread uid={} cause=\"{}\"",
                    message.info().uid().value(),
                    e.getMessage());
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // through the mailbox's loop, to `in`
        }
    }

    /// The messages that need to be looked at: those of the first UIDs that all must be among.
    private static UidSet candidates(SearchQuery query) {
        return switch (query) {
            case Uids(var uids) -> uids;
            case And(var queries) ->
                    queries.stream()
                            .filter(Uids.class::isInstance)
                            .findFirst()
                            .map(Search::candidates)
                            .orElse(UidSet.ALL);
            case SearchQuery _ -> UidSet.ALL;
        };
    }
}
