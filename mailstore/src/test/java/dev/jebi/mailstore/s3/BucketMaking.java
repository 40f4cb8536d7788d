package dev.jebi.mailstore.s3;

import java.net.URI;
import java.util.Optional;

/// Makes buckets, which the store never does.
final class BucketMaking {
    private BucketMaking() {}

    static void make(URI endpoint, String name, BucketKeys keys) {
        var address = BucketAddress.parse("s3://" + name + "?endpoint=" + endpoint);
        try (var client = BucketClient.open(address, Optional.of(keys), BucketLimits.STANDARD)) {
            client.createBucket(request -> request.bucket(name));
        }
    }
}
