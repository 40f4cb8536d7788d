package dev.jebi.mailstore;

import dev.jebi.mailstore.cluster.CachedContents;
import dev.jebi.mailstore.cluster.Cluster.ContentOpening;
import dev.jebi.mailstore.content.ContentCache;
import dev.jebi.mailstore.s3.Bucket;
import dev.jebi.mailstore.s3.BucketAddress;
import dev.jebi.mailstore.s3.BucketKeys;
import dev.jebi.mailstore.s3.BucketLimits;
import dev.jebi.mailstore.s3.S3Contents;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// Where nodes that share a store keep its octets, and how much of them each has on its disk.
///
/// @param bucket empty for the database itself
/// @param keys empty for those of the environment, the machine or a profile
/// @param cache a directory of this node for copies of what is read
/// @param cacheOctets how many octets it may hold
public record ContentSettings(
        Optional<BucketAddress> bucket, Optional<BucketKeys> keys, Path cache, long cacheOctets) {
    /// What opens them.
    public ContentOpening opening(InstantSource clock) {
        return opener -> {
            var copies = ContentCache.open(cache, cacheOctets);
            if (bucket.isEmpty()) {
                return new CachedContents(opener.database(), copies);
            }
            var limits = BucketLimits.STANDARD;
            return new S3Contents(
                    new Bucket(bucket.get(), keys, limits), copies, opener.store(), limits, clock);
        };
    }
}
