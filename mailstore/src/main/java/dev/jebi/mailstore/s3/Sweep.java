package dev.jebi.mailstore.s3;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Removes objects that nothing refers to: what was put there by a session whose change was never
/// committed. An object is written before its change, so only those that are old are looked at.
final class Sweep {
    /// Names that are asked for at once.
    private static final int ASKED = 1_000;

    private final Bucket bucket;
    private final Removing removing;
    private final BucketLimits limits;
    private final InstantSource clock;

    /// Removes an object.
    interface Removing {
        void remove(String name) throws IOException;
    }

    Sweep(Bucket bucket, Removing removing, BucketLimits limits, InstantSource clock) {
        this.bucket = bucket;
        this.removing = removing;
        this.limits = limits;
        this.clock = clock;
    }

    /// Knows what is referred to.
    interface Referring {
        /// Those of these names that anything refers to.
        Set<String> among(Collection<String> names) throws IOException;
    }

    /// Looks at all objects whose names begin so, one part of them after the other.
    ///
    /// @return how many were removed
    int run(String beginning, Referring referring) throws IOException {
        int removed = 0;
        for (String part : Names.parts(beginning)) {
            removed += part(part, referring);
        }
        return removed;
    }

    private int part(String beginning, Referring referring) throws IOException {
        Instant before = clock.instant().minus(limits.unclaimed());
        var old = new ArrayList<String>();
        bucket.list(
                beginning,
                found -> {
                    if (found.since().isBefore(before)) {
                        old.add(found.name());
                    }
                });
        int removed = 0;
        for (int from = 0; from < old.size(); from += ASKED) {
            List<String> names = old.subList(from, Math.min(from + ASKED, old.size()));
            var known = referring.among(names);
            for (String name : names) {
                if (!known.contains(name)) {
                    removing.remove(name);
                    removed++;
                }
            }
        }
        return removed;
    }
}
