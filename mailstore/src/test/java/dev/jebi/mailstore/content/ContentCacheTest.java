package dev.jebi.mailstore.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.content.Content;
import dev.jebi.mailstore.content.ContentCache.Fetching;
import dev.jebi.mailstore.content.ContentCache.Key;
import dev.jebi.mailstore.content.ContentCache.Taking;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

final class ContentCacheTest {
    private static final int SMALL = 10_000;
    private static final int LARGE = 1_000_000;

    @TempDir private Path directory;
    private final Map<String, byte[]> far = new HashMap<>();
    private final AtomicInteger fetched = new AtomicInteger();

    private Key stored(String name, int size) {
        var octets = new byte[size];
        new Random(name.hashCode()).nextBytes(octets);
        far.put(name, octets);
        return new Key(name, size, Checksum.of(octets));
    }

    private byte[] far(String name) {
        return Objects.requireNonNull(far.get(name));
    }

    private final class Far implements Fetching {
        private final String name;

        Far(String name) {
            this.name = name;
        }

        @Override
        public <T> T fetch(Taking<T> taking) throws IOException {
            fetched.incrementAndGet();
            byte[] octets = far.get(name);
            if (octets == null) {
                throw new IOException("out of reach");
            }
            return taking.from(new ByteArrayInputStream(octets));
        }
    }

    private ContentCache open(long most) throws IOException {
        return ContentCache.open(directory.resolve("cache"), most);
    }

    private Content get(ContentCache cache, Key key) throws IOException {
        return cache.get(key, new Far(key.name()));
    }

    private List<Path> files() throws IOException {
        try (var all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void whatIsReadAgainIsNotFetchedAgain() throws IOException {
        for (int size : new int[] {1, SMALL, LARGE}) {
            var key = stored("aa/some-" + size, size);
            var cache = open(10 * LARGE);
            int before = fetched.get();
            for (int i = 0; i < 3; i++) {
                assertThat(get(cache, key).octets()).isEqualTo(far.get(key.name()));
                assertThat(get(cache, key).octets(size / 2, 7))
                        .isEqualTo(Content.of(far(key.name())).octets(size / 2, 7));
            }
            assertThat(fetched.get() - before).isEqualTo(1);
            assertThat(get(open(10 * LARGE), key).octets()).isEqualTo(far.get(key.name()));
            assertThat(fetched.get() - before).as("after a restart").isEqualTo(1);
        }
    }

    @Test
    void noMoreIsKeptThanTheBoundAndTheOldestGoesFirst() throws IOException {
        var cache = open(5 * SMALL);
        var keys = new ArrayList<Key>();
        for (int i = 0; i < 20; i++) {
            keys.add(stored("n" + i, SMALL));
            get(cache, keys.get(i));
            get(cache, keys.getFirst()); // in use all the time
            assertThat(cache.octets()).isLessThanOrEqualTo(5 * SMALL);
        }
        assertThat(files()).hasSizeLessThanOrEqualTo(5);
        int before = fetched.get();
        get(cache, keys.getFirst());
        get(cache, keys.getLast());
        assertThat(fetched.get()).isEqualTo(before);
        get(cache, keys.get(5));
        assertThat(fetched.get()).isEqualTo(before + 1);
        var smaller = open(2 * SMALL);
        assertThat(smaller.octets()).isLessThanOrEqualTo(2 * SMALL);
        assertThat(files()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aContentThatMadeRoomWhileItWasHeldIsFetchedAgain() throws IOException {
        var cache = open(LARGE + 10);
        var first = stored("first", LARGE);
        var held = get(cache, first);
        get(cache, stored("second", LARGE));
        assertThat(held.octets()).isEqualTo(far.get("first"));
    }

    @Test
    void aFileThatIsNotWhatItWasIsFetchedAgain() throws IOException {
        for (int size : new int[] {SMALL, LARGE}) {
            var key = stored("bad-" + size, size);
            get(open(10 * LARGE), key);
            Path file = files().getFirst();
            byte[] octets = Files.readAllBytes(file);
            octets[size / 3] ^= 1;
            Files.write(file, octets);
            assertThat(get(open(10 * LARGE), key).octets()).isEqualTo(far.get(key.name()));
            Files.write(file, new byte[size / 2]); // a rename that outlived its octets
            assertThat(get(open(10 * LARGE), key).octets()).isEqualTo(far.get(key.name()));
            Files.delete(file);
            assertThat(get(open(10 * LARGE), key).octets()).isEqualTo(far.get(key.name()));
            Files.delete(file);
        }
    }

    @Test
    void whatAStorageMixedUpIsNotServed() throws IOException {
        for (int size : new int[] {SMALL, LARGE}) {
            var key = stored("mixed", size);
            var cache = open(10 * LARGE);
            byte[] wrong = far("mixed").clone();
            wrong[1] ^= 1;
            far.put("mixed", wrong);
            assertThatThrownBy(() -> get(cache, key)).isInstanceOf(DamagedContent.class);
            far.put("mixed", new byte[3]);
            assertThatThrownBy(() -> get(cache, key)).isInstanceOf(DamagedContent.class);
            far.put("mixed", new byte[2 * LARGE]);
            assertThatThrownBy(() -> get(cache, key)).isInstanceOf(DamagedContent.class);
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void halfAFileIsThrownAwayAtStart() throws IOException {
        var key = stored("one", SMALL);
        get(open(10 * LARGE), key);
        Path file = files().getFirst();
        Files.write(file.resolveSibling("two.7.part"), new byte[5]);
        open(10 * LARGE);
        assertThat(files()).containsExactly(file);
    }

    @Test
    void aDiskThatTakesNothingStopsNobody() throws IOException {
        var cache = open(10 * LARGE);
        var small = stored("small", SMALL);
        var large = stored("large", LARGE);
        Path folder = directory.resolve("cache");
        for (int i = 0; i < 256; i++) { // files stand where directories must be
            Files.write(folder.resolve("%02x".formatted(i)), new byte[0]);
        }
        assertThat(get(cache, small).octets()).isEqualTo(far.get("small"));
        assertThat(get(cache, large).octets()).isEqualTo(far.get("large"));
    }

    @Test
    void whatThisNodeStoredIsNotFetched() throws IOException {
        var cache = open(10 * LARGE);
        var key = stored("own", LARGE);
        cache.offer(key, Content.of(far("own")));
        assertThat(get(cache, key).octets()).isEqualTo(far.get("own"));
        assertThat(fetched).hasValue(0);
        cache.forget("own");
        assertThat(cache.octets()).isZero();
        assertThat(files()).isEmpty();
    }

    @Test
    void manyWhoWantTheSameFetchItOnce() throws Exception {
        var cache = open(10 * LARGE);
        var key = stored("wanted", LARGE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<byte[]>>();
            for (int i = 0; i < 50; i++) {
                all.add(threads.submit(() -> get(cache, key).octets()));
            }
            for (var one : all) {
                assertThat(one.get()).isEqualTo(far.get("wanted"));
            }
        }
        assertThat(fetched).hasValue(1);
    }
}
