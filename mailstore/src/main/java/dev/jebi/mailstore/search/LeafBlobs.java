package dev.jebi.mailstore.search;

import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.packed.PackedInts;
import org.apache.lucene.util.packed.PackedLongValues;

import java.io.IOException;

/// Which blob each document of a segment is of: ascending, so that they take a few bits each.
final class LeafBlobs {
    private final PackedLongValues blobs;

    private LeafBlobs(PackedLongValues blobs) {
        this.blobs = blobs;
    }

    static LeafBlobs of(LeafReader segment) throws IOException {
        var packed = PackedLongValues.monotonicBuilder(PackedInts.COMPACT);
        var values = segment.getNumericDocValues(GramFiles.BLOB);
        long before = -1;
        while (values != null && values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            long blob = values.longValue();
            if (blob <= before) {
                throw new CorruptIndexException("documents out of order", segment.toString());
            }
            packed.add(blob);
            before = blob;
        }
        if (packed.size() != segment.maxDoc()) {
            throw new CorruptIndexException("documents without a blob", segment.toString());
        }
        return new LeafBlobs(packed.build());
    }

    int count() {
        return (int) blobs.size();
    }

    long blob(int doc) {
        return blobs.get(doc);
    }

    /// The first document from `from` on whose blob is this one or a later one.
    int find(long blob, int from) {
        int low = from;
        int high = count() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (blobs.get(middle) < blob) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
