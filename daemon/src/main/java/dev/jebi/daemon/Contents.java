package dev.jebi.daemon;

import dev.jebi.mailstore.ClusterSettings;
import dev.jebi.mailstore.ContentSettings;
import dev.jebi.mailstore.s3.BucketAddress;
import dev.jebi.mailstore.s3.BucketKeys;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where nodes that share a store keep its octets, and how much of them each has on its disk.
///
/// @param bucket empty for the database itself
/// @param cache octets of copies on the disk; 0 for none, where there is no bucket
record Contents(Optional<BucketAddress> bucket, Optional<BucketKeys> keys, long cache) {
    /// Below the data directory.
    private static final String CACHE = "cache";

    static Contents of(Settings settings) {
        String url = settings.get(Key.CONTENT_URL).strip();
        String access = settings.get(Key.CONTENT_ACCESS_KEY).strip();
        String secret = settings.get(Key.CONTENT_SECRET_KEY).strip();
        if (access.isEmpty() != secret.isEmpty()) {
            throw settings.bad(
                    access.isEmpty() ? Key.CONTENT_ACCESS_KEY : Key.CONTENT_SECRET_KEY,
                    "content.access-key and content.secret-key go together");
        }
        if (!url.isEmpty() && settings.get(Key.STORE_URL).isBlank()) {
            throw settings.bad(Key.CONTENT_URL, "it needs a store that nodes share: set store.url");
        }
        try {
            return new Contents(
                    url.isEmpty() ? Optional.empty() : Optional.of(BucketAddress.parse(url)),
                    access.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new BucketKeys(access, secret)),
                    cache(settings));
        } catch (IllegalArgumentException e) {
            throw settings.bad(Key.CONTENT_URL, String.valueOf(e.getMessage()));
        }
    }

    private static long cache(Settings settings) {
        String text = settings.get(Key.CONTENT_CACHE).strip();
        try {
            return text.equals("off") ? 0 : Quantity.octets(text);
        } catch (IllegalArgumentException e) {
            throw settings.bad(Key.CONTENT_CACHE, String.valueOf(e.getMessage()));
        }
    }

    Contents with(BucketAddress address) {
        return new Contents(Optional.of(address), keys, cache);
    }

    /// The settings of a node that keeps octets so; of several databases each has a part of the
    /// disk.
    List<ClusterSettings> in(List<ClusterSettings> databases, Path data, InstantSource clock) {
        if (bucket.isEmpty() && cache == 0) {
            return databases;
        }
        var all = new ArrayList<ClusterSettings>();
        for (ClusterSettings settings : databases) {
            Path directory = data.resolve(all.isEmpty() ? CACHE : CACHE + "-" + (all.size() + 1));
            var contents = new ContentSettings(bucket, keys, directory, cache / databases.size());
            all.add(
                    new ClusterSettings(
                            settings.url(),
                            settings.user(),
                            settings.password(),
                            settings.node(),
                            Optional.of(contents.opening(clock))));
        }
        return all;
    }
}
