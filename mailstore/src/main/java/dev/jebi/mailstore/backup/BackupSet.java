package dev.jebi.mailstore.backup;

import dev.jebi.content.Content;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.BlobCounted;
import dev.jebi.mailstore.change.Change.MessagesAdded;
import dev.jebi.mailstore.change.Place;
import dev.jebi.mailstore.index.StateSource;
import dev.jebi.mailstore.journal.FileDisk;
import dev.jebi.mailstore.snapshot.Snapshot;
import dev.jebi.mailstore.snapshot.Snapshots;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A backup in a directory. It is only read. Safe for use by several threads.
public final class BackupSet {
    private static final String SEGMENT = ".seg";
    private static final String SEGMENTS = "log/";
    private static final String SNAPSHOTS = "snap/";

    private final Path directory;
    private final BackupList list;
    private final TreeMap<Long, BackupFile> segments = new TreeMap<>();

    private BackupSet(Path directory, BackupList list) {
        this.directory = directory;
        this.list = list;
        for (BackupFile file : list.files()) {
            String name = file.restored();
            if (name.startsWith(SEGMENTS) && name.endsWith(SEGMENT)) {
                long base =
                        HexFormat.fromHexDigitsToLong(
                                name, SEGMENTS.length(), name.length() - SEGMENT.length());
                segments.put(base, file);
            }
        }
    }

    /// Opens the backup in a directory.
    ///
    /// @throws IOException when there is none, or its list is damaged
    public static BackupSet open(Path directory) throws IOException {
        var list =
                BackupList.read(directory)
                        .orElseThrow(
                                () -> new IOException(directory + " has no whole backup of Jebi"));
        return new BackupSet(directory, list);
    }

    /// When it was taken.
    public Instant made() {
        return list.made();
    }

    /// Octets of its files.
    public long octets() {
        return list.octets();
    }

    /// Reads all of it, and checks it: the checksum of each file, and that the octets of each
    /// message are there.
    ///
    /// @return the messages that it has
    /// @throws IOException when something is not as it was written
    public long check(Progress progress) throws IOException {
        return check(Set.of(), progress);
    }

    /// As the other one, without reading the files of these names.
    long check(Set<String> known, Progress progress) throws IOException {
        long all = 0;
        for (BackupFile file : list.files()) {
            all += known.contains(file.name()) ? 0 : file.size();
        }
        long total = all;
        var done = new long[1];
        for (BackupFile file : list.files()) {
            boolean intact =
                    known.contains(file.name())
                            || file.intact(
                                    directory,
                                    octets -> {
                                        done[0] += octets;
                                        progress.reached("octets checked", done[0], total);
                                    });
            if (!intact) {
                throw new IOException(
                        "the backup's file " + directory.resolve(file.name()) + " is damaged");
            }
        }
        var messages = new long[1];
        state().forEach(changes -> {
            for (Change change : changes) {
                messages[0] += check(change);
            }
        });
        return messages[0];
    }

    private long check(Change change) throws IOException {
        if (change instanceof BlobCounted(long blob, var place, _) && !holds(place)) {
            throw new IOException("the backup lacks the octets of " + blob + " at " + place);
        }
        return change instanceof MessagesAdded(_, var rows) ? rows.size() : 0;
    }

    private boolean holds(Place place) {
        var segment = segments.floorEntry(place.position() - place.headLength());
        return segment != null
                && place.position() + place.size() <= segment.getKey() + segment.getValue().size();
    }

    /// The whole state, as it was.
    public StateSource state() throws IOException {
        var snapshots =
                new Snapshots(
                        new FileDisk(directory.resolve(SNAPSHOTS)),
                        list.store(),
                        InstantSource.system());
        Snapshot snapshot =
                snapshots
                        .at(list.lsn())
                        .orElseThrow(() -> new IOException("the backup's snapshot is damaged"));
        return snapshots.read(snapshot);
    }

    /// The octets of messages, read from the backup's segments; to be closed.
    public Contents contents() {
        return new Contents();
    }

    /// Octets of a backup. For one thread.
    public final class Contents implements AutoCloseable {
        private final Map<Long, FileChannel> open = new TreeMap<>();

        private Contents() {}

        /// The octets of a message; readable until this is closed.
        public Content read(Place place) throws IOException {
            if (!holds(place)) {
                throw new IOException("the backup lacks the octets at " + place);
            }
            var segment = segments.floorEntry(place.position());
            var file = open.get(segment.getKey());
            if (file == null) {
                Path path = directory.resolve(segment.getValue().name());
                file = FileChannel.open(path, StandardOpenOption.READ);
                open.put(segment.getKey(), file);
            }
            return new Part(file, place.position() - segment.getKey(), place.size());
        }

        @Override
        public void close() throws IOException {
            for (FileChannel file : open.values()) {
                file.close();
            }
        }
    }

    private record Part(FileChannel segment, long from, long size) implements Content {
        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
            int limit = into.limit();
            into.limit(into.position() + (int) Math.clamp(size - offset, 0L, into.remaining()));
            int read = 0;
            while (into.hasRemaining()) {
                int more = segment.read(into, from + offset + read);
                if (more < 0) {
                    break;
                }
                read += more;
            }
            into.limit(limit);
            return read;
        }
    }

    /// Copies the files into a directory, as a store has them; they are synced.
    public void copyTo(Path store, Progress progress) throws IOException {
        var done = new long[1];
        for (BackupFile file : list.files()) {
            Path to = store.resolve(file.restored());
            Files.createDirectories(to.getParent());
            try (var from =
                    FileChannel.open(directory.resolve(file.name()), StandardOpenOption.READ)) {
                var copy =
                        BackupFile.copy(
                                from,
                                file.size(),
                                to,
                                file.name(),
                                octets -> {
                                    done[0] += octets;
                                    progress.reached("octets", done[0], list.octets());
                                });
                if (copy.crc() != file.crc() || copy.size() != file.size()) {
                    throw new IOException(
                            "the backup's file " + directory.resolve(file.name()) + " is damaged");
                }
            }
        }
    }
}
