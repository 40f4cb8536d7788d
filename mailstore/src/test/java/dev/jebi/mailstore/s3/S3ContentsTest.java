package dev.jebi.mailstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.content.Content;
import dev.jebi.mailstore.cluster.ContentStore;
import dev.jebi.mailstore.cluster.ContentStoreContract;
import dev.jebi.mailstore.cluster.ObjectRange;
import dev.jebi.mailstore.content.ContentCache;
import dev.jebi.mailstore.content.DamagedContent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

final class S3ContentsTest extends ContentStoreContract {
    private final S3Peer peer = S3Peer.running();
    private final String id = UUID.randomUUID().toString();
    private final Bucket bucket = peer.open(BucketLimits.STANDARD);
    @TempDir private Path directory;
    private Duration ahead = Duration.ZERO;
    private S3Contents contents;

    @BeforeEach
    void open() throws IOException {
        contents = contents(id, "cache");
    }

    private S3Contents contents(String store, String cache) throws IOException {
        return new S3Contents(
                bucket,
                ContentCache.open(directory.resolve(cache), 64 << 20),
                store,
                BucketLimits.STANDARD,
                this::now);
    }

    private Instant now() {
        return Instant.now(Clock.systemUTC()).plus(ahead);
    }

    @AfterEach
    void close() {
        contents.close();
    }

    @Override
    protected ContentStore store() {
        return contents;
    }

    @Override
    protected void commit(ContentStore.Staged staged) {
        // durable already
    }

    @Override
    protected void age() {
        ahead = Duration.ofDays(2);
    }

    @Test
    void anotherNodeReadsWhatThisOnePut() throws IOException {
        var body = Content.of(new byte[300_000]);
        var range = contents.put(body);
        var other = contents(id, "other");
        assertThat(other.read(range).octets()).isEqualTo(body.octets());
        bucket.delete(range.object());
        assertThat(other.read(range).octets()).as("from its disk").isEqualTo(body.octets());
    }

    @Test
    void whatIsNotWhatItsNameSaysIsNotServed() throws IOException {
        var body = Content.of("as it was".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        var range = contents.put(body);
        String wrong = range.object().substring(0, range.object().length() - 8) + "0badc0de";
        bucket.put(wrong, body, dev.jebi.mailstore.content.Checksum.of(body));
        assertThatThrownBy(() -> contents.read(new ObjectRange(wrong, 0, 9)).octets())
                .isInstanceOf(DamagedContent.class);
    }

    @Test
    void storesThatShareABucketDoNotTouchEachOther() throws IOException {
        var range = contents.put(Content.of(new byte[10]));
        var neighbour = contents(UUID.randomUUID().toString(), "neighbour");
        neighbour.put(Content.of(new byte[10]));
        ahead = Duration.ofDays(2);
        assertThat(neighbour.sweep(_ -> java.util.Set.of())).isEqualTo(1);
        assertThat(contents(id, "again").read(range).octets()).hasSize(10);
    }
}
