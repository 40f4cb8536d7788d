package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mailstore.change.Change.BlobStored;
import dev.jebi.mailstore.change.Place;
import dev.jebi.mailstore.index.IndexReader;
import dev.jebi.mailstore.journal.ContentLocation;
import dev.jebi.mailstore.journal.Log;
import dev.jebi.mailstore.search.BlobSource;

import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;

/// The messages of the store as the search index takes them.
record StoredBlobs(IndexReader index, Log log, LongSupplier last) implements BlobSource {
    @Override
    public List<BlobStored> after(long id, int limit) throws IOException {
        return index.blobsAfter(id, limit);
    }

    @Override
    public long countAfter(long id) throws IOException {
        return index.countBlobsAfter(id);
    }

    @Override
    public long settled() throws IOException {
        return index.appliedLsn();
    }

    @Override
    public long end() {
        return last.getAsLong();
    }

    @Override
    public Content read(Place place) throws IOException {
        int head = place.headLength();
        return log.read(new ContentLocation(place.position() - head, head + place.size()));
    }
}
