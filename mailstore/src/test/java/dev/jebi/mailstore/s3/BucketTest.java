package dev.jebi.mailstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.content.Content;
import dev.jebi.mailstore.content.Checksum;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

final class BucketTest {
    private final S3Peer peer = S3Peer.running();
    private final Bucket bucket = peer.open(BucketLimits.STANDARD);

    @AfterEach
    void close() {
        bucket.close();
    }

    private static byte[] random(int size, long seed) {
        var octets = new byte[size];
        new java.util.Random(seed).nextBytes(octets);
        return octets;
    }

    private void put(String name, byte[] octets) throws IOException {
        bucket.put(name, Content.of(octets), Checksum.of(octets));
    }

    @Test
    void whatWasPutIsReadWholeAndInParts() throws IOException {
        for (int size : new int[] {1, 100, 64 << 10, 3 << 20}) {
            byte[] octets = random(size, size);
            put("o" + size, octets);
            assertThat(bucket.read("o" + size, 0, size)).isEqualTo(octets);
            int half = size / 2;
            assertThat(bucket.read("o" + size, half, size - half))
                    .isEqualTo(Arrays.copyOfRange(octets, half, size));
            assertThat(bucket.<byte[]>read("o" + size, size, in -> in.readAllBytes()))
                    .isEqualTo(octets);
        }
    }

    @Test
    void anObjectOfNoOctetsIsThere() throws IOException {
        put("empty", new byte[0]);
        assertThat(bucket.<byte[]>read("empty", 0, in -> in.readAllBytes())).isEmpty();
    }

    @Test
    void aNameIsNeverGivenToOtherOctets() throws IOException {
        put("once", random(1_000, 1));
        put("once", random(1_000, 1)); // as a retry does whose answer was lost
        assertThatThrownBy(() -> put("once", random(1_000, 2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is there already");
        assertThat(bucket.read("once", 0, 1_000)).isEqualTo(random(1_000, 1));
    }

    @Test
    void whatWasDeletedIsNotThere() throws IOException {
        put("gone", random(10, 1));
        bucket.delete("gone");
        bucket.delete("gone");
        assertThatThrownBy(() -> bucket.read("gone", 0, 10)).isInstanceOf(NotStored.class);
        assertThatThrownBy(() -> bucket.read("gone", 10, in -> in.readAllBytes()))
                .isInstanceOf(NotStored.class);
    }

    @Test
    void allThatIsThereIsListedAcrossPages() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var puts = new ArrayList<Future<?>>();
            for (int i = 0; i < 1_010; i++) {
                String name = "list/%04d".formatted(i);
                puts.add(
                        threads.submit(() -> {
                            put(name, new byte[] {1});
                            return name;
                        }));
            }
            for (var put : puts) {
                put.get();
            }
        }
        List<String> names = new ArrayList<>();
        bucket.list(
                "list/",
                found -> {
                    names.add(found.name());
                    assertThat(found.size()).isEqualTo(1);
                });
        assertThat(names).hasSize(1_010).doesNotHaveDuplicates().contains("list/0000", "list/1009");
    }

    @Test
    void nobodyWithoutTheKeysReadsOrWrites() throws Exception {
        put("secret", random(10, 1));
        assertThat(peer.unsigned(bucket.address(), "secret")).isEqualTo(403);
        var wrong = new BucketKeys("test-key", "not the secret");
        try (var stranger =
                new Bucket(bucket.address(), Optional.of(wrong), BucketLimits.STANDARD)) {
            assertThatThrownBy(() -> stranger.read("secret", 0, 10))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("403")
                    .hasMessageNotContaining("not the secret");
        }
        assertThat(wrong.toString()).doesNotContain("secret");
    }

    @Test
    void octetsThatAreNotThoseOfTheChecksumAreNotTaken() {
        assertThatThrownBy(() -> bucket.put("torn", Content.of(random(100, 1)), 12345))
                .isInstanceOf(IOException.class);
    }
}
