package dev.jebi.mailstore;

import dev.jebi.mailstore.search.IndexView;
import dev.jebi.mailstore.search.Needle;
import dev.jebi.mailstore.search.SearchIndex;
import dev.jebi.mailstore.search.TextKind;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;

/// The messages of a mailbox as a search found them, by position, and what the search index knows
/// of them. For one thread; close it.
final class SearchScope implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SearchScope.class);

    /// So few messages are read sooner than the index is asked.
    private static final int FEW = 8;

    private final long[] uids;
    private final long[] blobs;
    private final Optional<SearchIndex> index;
    private Optional<IndexView> view = Optional.empty();
    private boolean asked;
    private boolean ascending = true;

    /// The blobs, ascending, each as often as it is here.
    private long[] wanted = new long[0];

    /// Positions of messages that the index does not know yet.
    private final BitSet unknown = new BitSet();

    private SearchScope(long[] uids, long[] blobs, Optional<SearchIndex> index) {
        this.uids = uids;
        this.blobs = blobs;
        this.index = index;
    }

    /// Of messages that no index knows.
    static SearchScope none() {
        return new SearchScope(new long[0], new long[0], Optional.empty());
    }

    static SearchScope of(MailboxState mailbox, Optional<SearchIndex> index) {
        return mailbox.look(messages -> {
            var uids = new long[messages.count()];
            var blobs = new long[messages.count()];
            messages.blobs(uids, blobs);
            return new SearchScope(uids, blobs, index);
        });
    }

    /// The position of a message, negative when it came later.
    int position(long uid) {
        return Arrays.binarySearch(uids, uid);
    }

    /// The messages at these positions.
    UidSet uids(BitSet positions) {
        return UidSet.of(positions.stream().mapToLong(position -> uids[position]).toArray());
    }

    /// The positions of all messages that have the needle in a text of one of these kinds, and of
    /// some that have not; empty when nothing is known.
    Optional<BitSet> mayHave(Needle needle, Set<TextKind> kinds) {
        open();
        if (view.isEmpty()) {
            return Optional.empty();
        }
        var positions = new BitSet(uids.length);
        try {
            for (TextKind kind : kinds) {
                var candidates = view.get().candidates(kind, needle, wanted);
                if (candidates.isEmpty()) {
                    return Optional.empty();
                }
                set(candidates.get(), positions);
            }
        } catch (IOException | RuntimeException e) {
            // without it the search takes longer, and finds the same
            index.orElseThrow().failed(e);
            return Optional.empty();
        }
        positions.or(unknown);
        return Optional.of(positions);
    }

    private void open() {
        if (asked || uids.length <= FEW) {
            return;
        }
        asked = true;
        view = index.flatMap(SearchIndex::view);
        if (view.isEmpty()) {
            return;
        }
        long mark = view.get().mark();
        for (int i = 0; i < blobs.length; i++) {
            ascending = ascending && (i == 0 || blobs[i] >= blobs[i - 1]);
            if (blobs[i] > mark) {
                unknown.set(i);
            }
        }
        wanted = blobs;
        if (!ascending) {
            wanted = blobs.clone();
            Arrays.sort(wanted);
        }
        if (!unknown.isEmpty()) {
            index.orElseThrow().wanted();
        }
    }

    private void set(long[] candidates, BitSet positions) {
        if (!ascending) {
            for (int i = 0; i < blobs.length; i++) {
                if (Arrays.binarySearch(candidates, blobs[i]) >= 0) {
                    positions.set(i);
                }
            }
            return;
        }
        for (long blob : candidates) {
            int at = Arrays.binarySearch(blobs, blob);
            for (int i = at; i >= 0 && blobs[i] == blob; i--) {
                positions.set(i);
            }
            for (int i = at + 1; at >= 0 && i < blobs.length && blobs[i] == blob; i++) {
                positions.set(i);
            }
        }
    }

    @Override
    public void close() {
        if (view.isPresent()) {
            try {
                view.get().close();
            } catch (IOException e) {
                LOG.warn("event=search-index-view outcome=unclosed", e);
            }
        }
    }
}
