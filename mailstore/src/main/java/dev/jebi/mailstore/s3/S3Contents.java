package dev.jebi.mailstore.s3;

import dev.jebi.content.Content;
import dev.jebi.mailstore.cluster.ContentStore;
import dev.jebi.mailstore.cluster.ObjectRange;
import dev.jebi.mailstore.content.Checksum;
import dev.jebi.mailstore.content.ContentCache;
import dev.jebi.mailstore.content.ContentCache.Fetching;
import dev.jebi.mailstore.content.ContentCache.Key;
import dev.jebi.mailstore.content.ContentCache.Taking;

import java.io.IOException;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The octets of a cluster's records in a bucket: one object a body, put there before the record
/// that refers to it. An object's name ends with its size and the CRC of its octets, so that
/// whoever knows the name can check what it gets, from the storage or from the copy on its disk.
/// Names begin with the id of the store: several stores may share a bucket, and none looks at what
/// is another's.
public final class S3Contents implements ContentStore {
    private final Bucket bucket;
    private final ContentCache cache;
    private final String beginning;
    private final Names names;
    private final Sweep sweep;

    /// In a bucket, with copies in a cache.
    ///
    /// @param store the id of the store that the objects belong to
    public S3Contents(
            Bucket bucket,
            ContentCache cache,
            String store,
            BucketLimits limits,
            InstantSource clock) {
        this.bucket = bucket;
        this.cache = cache;
        this.beginning = store + "/";
        this.names = new Names(beginning);
        this.sweep = new Sweep(bucket, this::remove, limits, clock);
    }

    private record Stored(List<ObjectRange> ranges) implements Staged {
        @Override
        public void join(Connection transaction) {
            // durable already
        }
    }

    /// Puts them all at once: it takes as long as the slowest.
    @Override
    public Staged stage(List<Content> bodies) throws IOException {
        return new Stored(AtOnce.each(bodies, this::put));
    }

    /// None waits for another.
    @Override
    public int largeBody(int otherwise) {
        return 0;
    }

    @Override
    public ObjectRange put(Content body) throws IOException {
        int crc = Checksum.of(body);
        long size = body.size();
        String name = names.next() + Key.suffix(size, crc);
        bucket.put(name, body, crc);
        cache.offer(new Key(name, size, crc), body);
        return new ObjectRange(name, 0, size);
    }

    @Override
    public Content read(ObjectRange range) {
        var key = Key.of(range.object());
        return cache.part(key, range.offset(), range.size(), new Far(bucket, key));
    }

    private record Far(Bucket bucket, Key key) implements Fetching {
        @Override
        public <T> T fetch(Taking<T> taking) throws IOException {
            return bucket.read(key.name(), key.size(), taking::from);
        }
    }

    @Override
    public void delete(Collection<String> objects) throws IOException {
        AtOnce.each(
                List.copyOf(objects),
                name -> {
                    remove(name);
                    return name;
                });
    }

    private void remove(String name) throws IOException {
        bucket.delete(name);
        cache.forget(name);
    }

    @Override
    public int sweep(UnaryOperator<Set<String>> known) throws IOException {
        return sweep.run(beginning, among -> known.apply(Set.copyOf(among)));
    }

    @Override
    public void close() {
        bucket.close();
    }
}
