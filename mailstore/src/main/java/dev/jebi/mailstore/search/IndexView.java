package dev.jebi.mailstore.search;

import org.apache.lucene.index.IndexReader;

import java.io.IOException;
import java.util.Optional;

/// The index as it was at one moment. For one thread; close it.
public final class IndexView implements AutoCloseable {
    private final IndexSnapshot snapshot;

    IndexView(IndexSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /// The index knows nothing of blobs with a greater id.
    public long mark() {
        return snapshot.mark();
    }

    /// The blobs that may have a text of this kind with the needle in it: all that have it are
    /// among them, others may be. Deleted ones may be too.
    ///
    /// @param wanted the blobs that are asked for, ascending; others may be told of
    /// @return ascending; empty when the index cannot tell, or not for less than reading them costs
    public Optional<long[]> candidates(TextKind kind, Needle needle, long[] wanted)
            throws IOException {
        var query = GramQuery.of(needle);
        if (query.anything()) {
            return Optional.empty();
        }
        var found = new Numbers();
        for (var leaf : snapshot.reader().leaves()) {
            var segment = leaf.reader();
            var search = new LeafSearch(segment, snapshot.blobs(segment), wanted);
            if (!search.search(kind, query, found)) {
                return Optional.empty();
            }
        }
        return Optional.of(found.sorted());
    }

    @Override
    public void close() throws IOException {
        IndexReader reader = snapshot.reader();
        reader.decRef();
    }
}
