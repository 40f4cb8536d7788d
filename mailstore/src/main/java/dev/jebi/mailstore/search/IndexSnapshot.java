package dev.jebi.mailstore.search;

import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader.CacheKey;
import org.apache.lucene.index.LeafReader;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// A reader of the index, and up to where it goes. Safe for use by several threads.
///
/// @param mark the last blob that it knows
/// @param known blobs of segments, kept as long as these are read
record IndexSnapshot(DirectoryReader reader, long mark, ConcurrentMap<CacheKey, LeafBlobs> known) {
    static IndexSnapshot first(DirectoryReader reader, long mark) {
        return new IndexSnapshot(reader, mark, new ConcurrentHashMap<>());
    }

    IndexSnapshot next(DirectoryReader newer, long newMark) {
        return new IndexSnapshot(newer, newMark, known);
    }

    LeafBlobs blobs(LeafReader segment) throws IOException {
        var cache = segment.getCoreCacheHelper();
        var blobs = known.get(cache.getKey());
        if (blobs == null) {
            blobs = LeafBlobs.of(segment);
            if (known.putIfAbsent(cache.getKey(), blobs) == null) {
                cache.addClosedListener(known::remove);
            }
        }
        return blobs;
    }
}
