package dev.jebi.mailstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.content.Content;
import dev.jebi.mailstore.content.Checksum;
import dev.jebi.mailstore.s3.Wayward.Mood;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

final class OutOfReachTest {
    private static final BucketLimits IMPATIENT =
            new BucketLimits(
                    Duration.ofMillis(300),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1),
                    1 << 20,
                    2,
                    4,
                    Duration.ofDays(1));

    private final S3Peer peer = S3Peer.running();
    private Wayward way;
    private Bucket bucket;

    @BeforeEach
    void open() throws IOException {
        way = new Wayward(peer.port());
        bucket = bucket(BucketLimits.STANDARD);
    }

    private Bucket bucket(BucketLimits limits) {
        String name = BucketAddress.parse(peer.bucket()).bucket();
        return new Bucket(
                BucketAddress.parse(S3Peer.url(name, way.port())),
                Optional.of(peer.keys()),
                limits);
    }

    @AfterEach
    void close() throws IOException {
        bucket.close();
        way.close();
    }

    private void put(String name) throws IOException {
        byte[] octets = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        bucket.put(name, Content.of(octets), Checksum.of(octets));
    }

    private String get(String name) throws IOException {
        return new String(
                bucket.read(name, 0, name.length()), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void aStorageThatIsGoneIsAFaultWithinABoundAndIsFoundAgain() throws IOException {
        bucket.close();
        bucket = bucket(IMPATIENT);
        assertIsThere("before");
        for (Mood mood : List.of(Mood.SHUT, Mood.SILENT)) {
            way.be(mood);
            long start = System.nanoTime();
            assertThatThrownBy(() -> put("never-" + mood))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot be written");
            assertThatThrownBy(() -> get("before"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot be read");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(60));
            way.be(Mood.OPEN);
            assertIsThere("before");
            assertIsThere("after-" + mood);
        }
    }

    /// Puts it there; a busy server may be slower than this bucket's patience.
    private void assertIsThere(String name) {
        Awaitility.await()
                .ignoreExceptions()
                .untilAsserted(() -> {
                    put(name);
                    assertThat(get(name)).isEqualTo(name);
                });
    }

    @Test
    void oldObjectsThatNothingRefersToAreRemovedAndNoOthers() throws IOException {
        var names = new Names("0/");
        Set<String> kept = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            String name = names.next();
            put(name);
            if (i % 3 == 0) {
                kept.add(name);
            }
        }
        put("1/00/of-another-database");
        var now = InstantSource.system();
        assertThat(
                        new Sweep(bucket, bucket::delete, BucketLimits.STANDARD, now)
                                .run("0/", among -> Set.of()))
                .as("too young")
                .isZero();
        InstantSource later =
                () -> Instant.now(java.time.Clock.systemUTC()).plus(Duration.ofDays(2));
        int removed =
                new Sweep(bucket, bucket::delete, BucketLimits.STANDARD, later)
                        .run(
                                "0/",
                                among -> {
                                    var known = new HashSet<>(among);
                                    known.retainAll(kept);
                                    return known;
                                });
        assertThat(removed).isEqualTo(8);
        var left = new HashSet<String>();
        bucket.list("", found -> left.add(found.name()));
        kept.add("1/00/of-another-database");
        assertThat(left).isEqualTo(kept);
    }
}
