package dev.jebi.mailstore.search;

import dev.jebi.mailstore.change.Change.BlobStored;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Forgets the documents of blobs that are gone: compares them with the store's, some at a time,
/// round and round. For one thread.
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final int STEP = 20_000;
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);
    private static final long ROUND_PAUSE = TimeUnit.MINUTES.toNanos(5);

    /// Forgotten documents take room until they are as many as a fifth of all.
    private static final int ROOM_SHARE = 5;

    private final GramFiles files;
    private long cursor;
    private long next = System.nanoTime() + PAUSE;
    private int gone;

    Sweep(GramFiles files) {
        this.files = files;
    }

    boolean due(long now) {
        return now - next >= 0;
    }

    /// Compares some.
    ///
    /// @return whether documents were forgotten
    boolean step(IndexSnapshot snapshot, BlobSource source, long now) throws IOException {
        long settled = Math.min(source.settled(), snapshot.mark());
        var there = source.after(cursor, STEP);
        boolean last = there.size() < STEP || there.getLast().blob() >= settled;
        long to = last ? settled : there.getLast().blob();
        Set<Long> blobs =
                there.stream().map(BlobStored::blob).collect(Collectors.toCollection(HashSet::new));
        int forgotten = forget(snapshot, to, blobs);
        // nothing is ever stored behind what was indexed: one that is there has got lost
        if (blobs.stream().anyMatch(blob -> blob <= to)) {
            throw new GramFiles.Unfit("it lacks messages");
        }
        gone += forgotten;
        cursor = last ? 0 : to;
        next = now + (last ? ROUND_PAUSE : PAUSE);
        if (last) {
            round();
        }
        return forgotten > 0;
    }

    private int forget(IndexSnapshot snapshot, long to, Set<Long> there) throws IOException {
        int forgotten = 0;
        for (var leaf : snapshot.reader().leaves()) {
            var segment = leaf.reader();
            var blobs = snapshot.blobs(segment);
            var live = segment.getLiveDocs();
            for (int doc = blobs.find(cursor + 1, 0);
                    doc < blobs.count() && blobs.blob(doc) <= to;
                    doc++) {
                boolean dead = !there.remove(blobs.blob(doc));
                if (dead
                        && (live == null || live.get(doc))
                        && files.delete(snapshot.reader(), leaf.docBase + doc)) {
                    forgotten++;
                }
            }
        }
        return forgotten;
    }

    private void round() throws IOException {
        var documents = files.documents();
        if (gone > 0) {
            LOG.info("event=search-index-swept gone={} messages={}", gone, documents.numDocs);
        }
        if ((documents.maxDoc - documents.numDocs) * ROOM_SHARE > documents.maxDoc) {
            files.compact();
        }
        gone = 0;
    }
}
