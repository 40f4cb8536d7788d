package dev.jebi.mailstore.content;

import dev.jebi.content.Content;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/// Immutable octets from far away, kept on this node's disk up to a bound; those that were used
/// longest ago make room. A file is written under another name first and renamed, is never synced,
/// and is believed only when its length and its CRC are right: small ones each time they are read,
/// others once after each start. Safe for use by several threads.
public final class ContentCache {
    private static final Logger LOG = LoggerFactory.getLogger(ContentCache.class);

    /// Octets that are read and checked in one go.
    private static final int SMALL = 256 << 10;

    /// Octets that are held in heap when the disk takes nothing.
    private static final int HELD = 16 << 20;

    /// Contents that are fetched at once, at most, without waiting for one another.
    private static final int LOCKS = 512;

    private final CachedFiles files;
    private final ReentrantLock[] locks =
            IntStream.range(0, LOCKS)
                    .mapToObj(_ -> new ReentrantLock())
                    .toArray(ReentrantLock[]::new);

    private volatile boolean failing;

    private ContentCache(CachedFiles files) {
        this.files = files;
    }

    /// Opens the cache in a directory, which is made where it is missing.
    ///
    /// @param most octets that it may hold
    public static ContentCache open(Path directory, long most) throws IOException {
        return new ContentCache(CachedFiles.open(directory, most));
    }

    /// What octets are called, how many they are and which: the CRC32C.
    public record Key(String name, long size, int crc) {
        private static final int HEX = 16;

        /// What a name ends with so that [#of] finds it there.
        public static String suffix(long size, int crc) {
            return "-%x-%08x".formatted(size, crc);
        }

        /// What a name with a [#suffix] says of its octets.
        public static Key of(String name) {
            String[] parts = name.split("-", -1);
            if (parts.length < 3) {
                throw new IllegalArgumentException("a name without size and CRC: " + name);
            }
            return new Key(
                    name,
                    Long.parseLong(parts[parts.length - 2], HEX),
                    Integer.parseUnsignedInt(parts[parts.length - 1], HEX));
        }

        String file() {
            return CachedFiles.fileName(name);
        }
    }

    /// What takes octets and may come to something.
    public interface Taking<T> {
        /// Reads all of them.
        T from(InputStream octets) throws IOException;
    }

    /// Gets octets from far away, from the start; calls what takes them once, or again when they
    /// broke off.
    public interface Fetching {
        /// Hands the octets over.
        <T> T fetch(Taking<T> taking) throws IOException;
    }

    /// The octets: from the disk, or fetched and kept. Nothing but small contents is held in heap.
    ///
    /// @throws DamagedContent when what was fetched is not what was stored
    public Content get(Key key, Fetching fetching) throws IOException {
        if (key.size() == 0) {
            return Content.of(new byte[0]);
        }
        if (key.size() <= SMALL) {
            var there = small(key);
            if (there.isPresent()) {
                return Content.of(there.get());
            }
        } else if (files.verified(key.file()).orElse(false)) {
            return new Cached(key, fetching);
        }
        var lock = locks[Math.floorMod(key.name().hashCode(), LOCKS)];
        lock.lock();
        try {
            return fetched(key, fetching);
        } finally {
            lock.unlock();
        }
    }

    private Content fetched(Key key, Fetching fetching) throws IOException {
        if (key.size() <= SMALL) { // another may have been quicker
            var there = small(key);
            return Content.of(there.isPresent() ? there.get() : kept(key, whole(key, fetching)));
        }
        if (!known(key)) {
            try {
                fetch(key, fetching);
            } catch (NotKept e) {
                tell(e);
                if (key.size() > HELD) {
                    throw e;
                }
                return Content.of(whole(key, fetching));
            }
        }
        return new Cached(key, fetching);
    }

    /// Once, and again when it was good in between.
    private void tell(IOException failure) {
        if (!failing) {
            LOG.warn("event=cache-write outcome=failed reason=\"{}\"", failure.getMessage());
        }
        failing = true;
    }

    /// The disk does not take it.
    private static final class NotKept extends IOException {
        private static final long serialVersionUID = 1;

        NotKept(IOException cause) {
            super("the cache cannot be written: " + cause.getMessage(), cause);
        }
    }

    private Optional<byte[]> small(Key key) throws IOException {
        if (files.verified(key.file()).isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] octets = Files.readAllBytes(files.path(key.file()));
            if (octets.length == key.size() && Checksum.of(octets) == key.crc()) {
                return Optional.of(octets);
            }
            damaged(key);
        } catch (NoSuchFileException _) {
            files.remove(key.file()); // somebody cleared the directory
        }
        return Optional.empty();
    }

    private void damaged(Key key) throws IOException {
        LOG.warn("event=cache-damaged name={}", key.name());
        files.remove(key.file());
    }

    /// Whether a large file is there and right.
    private boolean known(Key key) throws IOException {
        var verified = files.verified(key.file());
        if (verified.isEmpty() || verified.get()) {
            return verified.isPresent();
        }
        try (var in = Files.newInputStream(files.path(key.file()))) {
            var crc = new CRC32C();
            long size =
                    in.transferTo(new CheckedOutputStream(OutputStream.nullOutputStream(), crc));
            if (size == key.size() && (int) crc.getValue() == key.crc()) {
                files.add(key.file(), size);
                return true;
            }
            damaged(key);
        } catch (NoSuchFileException _) {
            files.remove(key.file());
        }
        return false;
    }

    private static byte[] whole(Key key, Fetching fetching) throws IOException {
        for (int attempt = 0; attempt < 2; attempt++) { // the first was wrong on its way, perhaps
            byte[] octets = fetching.fetch(in -> in.readNBytes(Math.toIntExact(key.size() + 1)));
            if (octets.length == key.size() && Checksum.of(octets) == key.crc()) {
                return octets;
            }
        }
        throw new DamagedContent(key.name());
    }

    private byte[] kept(Key key, byte[] octets) {
        offer(key, Content.of(octets));
        return octets;
    }

    private enum Written {
        RIGHT,
        WRONG,
        NOT_KEPT
    }

    private void fetch(Key key, Fetching fetching) throws IOException {
        Path part = part(key);
        try {
            var written = fetching.fetch(in -> write(key, in, part));
            if (written == Written.WRONG) { // on its way, perhaps
                written = fetching.fetch(in -> write(key, in, part));
            }
            switch (written) {
                case RIGHT -> place(key, part);
                case WRONG -> throw new DamagedContent(key.name());
                case NOT_KEPT -> throw new NotKept(new IOException("the disk took not all of it"));
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static Written write(Key key, InputStream in, Path part) throws IOException {
        var crc = new CRC32C();
        var octets = new byte[SMALL];
        long size = 0;
        OutputStream file;
        try {
            file = Files.newOutputStream(part);
        } catch (IOException _) { // told by what it comes to
            return Written.NOT_KEPT;
        }
        try (var out = new CheckedOutputStream(file, crc)) {
            for (int n = in.read(octets); n >= 0 && size <= key.size(); n = in.read(octets)) {
                if (!written(out, octets, n)) {
                    return Written.NOT_KEPT;
                }
                size += n;
            }
        }
        return size == key.size() && (int) crc.getValue() == key.crc()
                ? Written.RIGHT
                : Written.WRONG;
    }

    private static boolean written(OutputStream out, byte[] octets, int n) {
        try {
            out.write(octets, 0, n);
            return true;
        } catch (IOException _) { // told by what it comes to
            return false;
        }
    }

    private Path part(Key key) throws NotKept {
        try {
            return files.unfinished(key.file());
        } catch (IOException e) {
            throw new NotKept(e);
        }
    }

    private void place(Key key, Path part) throws NotKept {
        try {
            Files.move(part, files.path(key.file()), StandardCopyOption.ATOMIC_MOVE);
            files.add(key.file(), key.size());
        } catch (IOException e) {
            throw new NotKept(e);
        }
    }

    /// A part of octets, which are got when they are read first.
    public Content part(Key key, long offset, long size, Fetching fetching) {
        return new Part(key, offset, size, fetching);
    }

    private final class Part implements Content {
        private final Key key;
        private final long offset;
        private final long size;
        private final Fetching fetching;

        Part(Key key, long offset, long size, Fetching fetching) {
            this.key = key;
            this.offset = offset;
            this.size = size;
            this.fetching = fetching;
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
                return get(key, fetching).read(offset + at, into);
            } finally {
                into.limit(limit);
            }
        }
    }

    /// Keeps octets that this node has just stored: they are often read soon. It is no fault when
    /// the disk does not take them.
    public void offer(Key key, Content octets) {
        try {
            Path part = part(key);
            try {
                write(octets, part);
                place(key, part);
                failing = false;
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            tell(e);
        }
    }

    private static void write(Content octets, Path part) throws IOException {
        try (var out = Files.newOutputStream(part)) {
            octets.writeTo(out);
        }
    }

    /// Forgets octets that are gone for good.
    public void forget(String name) throws IOException {
        files.remove(CachedFiles.fileName(name));
    }

    /// Octets that it holds.
    public long octets() {
        return files.octets();
    }

    /// Octets in a file that may make room for others at any time, and is fetched again then.
    private final class Cached implements Content {
        private final Key key;
        private final Fetching fetching;

        Cached(Key key, Fetching fetching) {
            this.key = key;
            this.fetching = fetching;
        }

        @Override
        public long size() {
            return key.size();
        }

        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
            try {
                return readFile(offset, into);
            } catch (NoSuchFileException _) {
                files.remove(key.file());
                var again = get(key, fetching);
                return again instanceof Cached cached
                        ? cached.readFile(offset, into)
                        : again.read(offset, into);
            }
        }

        private int readFile(long offset, ByteBuffer into) throws IOException {
            try (var file = FileChannel.open(files.path(key.file()), StandardOpenOption.READ)) {
                int from = into.position();
                long at = offset;
                while (into.hasRemaining()) {
                    int n = file.read(into, at);
                    if (n < 0) {
                        break;
                    }
                    at += n;
                }
                return into.position() - from;
            }
        }
    }
}
