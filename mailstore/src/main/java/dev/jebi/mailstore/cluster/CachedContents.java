package dev.jebi.mailstore.cluster;

import dev.jebi.content.Content;
import dev.jebi.mailstore.content.ContentCache;
import dev.jebi.mailstore.content.ContentCache.Fetching;
import dev.jebi.mailstore.content.ContentCache.Key;
import dev.jebi.mailstore.content.ContentCache.Taking;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A store of octets with copies of what is read on this node's disk. The names of its objects say
/// their size and CRC. Safe for use by several threads.
public final class CachedContents implements ContentStore {
    private final ContentStore far;
    private final ContentCache cache;

    /// Of a store whose names have a [Key#suffix].
    public CachedContents(ContentStore far, ContentCache cache) {
        this.far = far;
        this.cache = cache;
    }

    private void keep(ObjectRange range, Content body) {
        cache.offer(Key.of(range.object()), body);
    }

    /// Small ones are kept when somebody reads them: the committer waits for no disk.
    @Override
    public Staged stage(List<Content> bodies) throws IOException {
        return far.stage(bodies);
    }

    @Override
    public ObjectRange put(Content body) throws IOException {
        var range = far.put(body);
        keep(range, body);
        return range;
    }

    @Override
    public Content read(ObjectRange range) {
        var key = Key.of(range.object());
        return cache.part(key, range.offset(), range.size(), new Far(far, key));
    }

    private record Far(ContentStore far, Key key) implements Fetching {
        @Override
        public <T> T fetch(Taking<T> taking) throws IOException {
            try (InputStream octets = far.read(new ObjectRange(key.name(), 0, key.size())).open()) {
                return taking.from(octets);
            }
        }
    }

    @Override
    public void delete(Collection<String> objects) throws IOException {
        far.delete(objects);
        for (String name : objects) {
            cache.forget(name);
        }
    }

    @Override
    public int sweep(UnaryOperator<Set<String>> known) throws IOException {
        var gone = new HashSet<String>();
        int swept =
                far.sweep(among -> {
                    var left = known.apply(among);
                    gone.addAll(among);
                    gone.removeAll(left);
                    return left;
                });
        for (String name : gone) {
            cache.forget(name);
        }
        return swept;
    }

    @Override
    public void close() {
        far.close();
    }
}
