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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The octets of a cluster's records in a bucket: one object a body, put there before the record
/// that refers to it. An object's name ends with its size and the CRC of its octets, so that
/// whoever knows the name can check what it gets, from the storage or from the copy on its disk.
public final class S3Contents implements ContentStore {
    /// What says whose objects these are.
    private static final String OWNER = "STORE";

    private static final int OWNER_LENGTH = 36;
    private static final int HEX = 16;

    private final Bucket bucket;
    private final ContentCache cache;
    private final String store;
    private final String beginning;
    private final Names names;
    private final Sweep sweep;
    private volatile boolean claimed;

    /// In a bucket, with copies in a cache.
    ///
    /// @param store the id of the store, or of that part of it, that the objects belong to
    /// @param part what their names begin with below the bucket's prefix
    public S3Contents(
            Bucket bucket,
            ContentCache cache,
            String store,
            String part,
            BucketLimits limits,
            InstantSource clock) {
        this.bucket = bucket;
        this.cache = cache;
        this.store = store;
        this.beginning = part + "/";
        this.names = new Names(beginning);
        this.sweep = new Sweep(bucket, this::remove, limits, clock);
    }

    /// Makes sure that the objects are this store's, or nobody's yet. It is done once more before
    /// anything is written where it has not been done.
    ///
    /// @throws ForeignBucket when they are another's
    public void claim() throws IOException {
        if (claimed) {
            return;
        }
        byte[] mark = store.getBytes(StandardCharsets.US_ASCII);
        if (mark.length != OWNER_LENGTH) {
            throw new IllegalArgumentException("no id of a store: " + store);
        }
        String owner = owner();
        if (owner.isEmpty()) {
            try {
                bucket.put(beginning + OWNER, Content.of(mark), Checksum.of(mark));
            } catch (IOException e) {
                if (owner().isEmpty()) {
                    throw e;
                }
            }
            owner = owner();
        }
        if (!owner.equals(store)) {
            throw new ForeignBucket(bucket.address(), owner);
        }
        claimed = true;
    }

    private String owner() throws IOException {
        try {
            return new String(
                    bucket.read(beginning + OWNER, 0, OWNER_LENGTH), StandardCharsets.US_ASCII);
        } catch (NotStored _) {
            return ""; // nobody's yet
        }
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

    @Override
    public ObjectRange put(Content body) throws IOException {
        claim();
        int crc = Checksum.of(body);
        long size = body.size();
        String name = "%s-%x-%08x".formatted(names.next(), size, crc);
        bucket.put(name, body, crc);
        cache.offer(new Key(name, size, crc), body);
        return new ObjectRange(name, 0, size);
    }

    /// What a name says of its object.
    private static Key key(String name) {
        String[] parts = name.split("-", -1);
        if (parts.length < 3) {
            throw new IllegalArgumentException("no name of ours: " + name);
        }
        return new Key(
                name,
                Long.parseLong(parts[parts.length - 2], HEX),
                Integer.parseUnsignedInt(parts[parts.length - 1], HEX));
    }

    @Override
    public Content read(ObjectRange range) {
        return new Far(key(range.object()), range.offset(), range.size());
    }

    /// Octets that are fetched when they are read first.
    private final class Far implements Content, Fetching {
        private final Key key;
        private final long offset;
        private final long size;

        Far(Key key, long offset, long size) {
            this.key = key;
            this.offset = offset;
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public int read(long at, ByteBuffer into) throws IOException {
            int n = (int) Math.clamp(size - at, 0L, (long) into.remaining());
            if (n == 0) {
                return 0;
            }
            int limit = into.limit();
            into.limit(into.position() + n);
            try {
                return cache.get(key, this).read(offset + at, into);
            } finally {
                into.limit(limit);
            }
        }

        @Override
        public <T> T fetch(Taking<T> taking) throws IOException {
            return bucket.read(key.name(), key.size(), taking::from);
        }
    }

    @Override
    public void delete(Collection<String> objects) throws IOException {
        claim();
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
        claim();
        return sweep.run(beginning, among -> known.apply(Set.copyOf(among)));
    }

    @Override
    public void close() {
        bucket.close();
    }
}
