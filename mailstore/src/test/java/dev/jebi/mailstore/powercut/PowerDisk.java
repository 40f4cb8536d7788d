package dev.jebi.mailstore.powercut;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// A disk in heap, with directories, that records what is done to it. Safe for use by several
/// threads.
final class PowerDisk {
    private final Map<Integer, Octets> files = new HashMap<>();
    private final Map<Integer, TreeMap<String, Integer>> directories = new HashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final LongSupplier syncNanos;
    private long capacity = Long.MAX_VALUE / 2;
    private int next = 1;

    /// A file's octets as the processes see them.
    private static final class Octets {
        private byte[] octets;
        private int size;
        private boolean mapped;

        Octets(byte[] octets) {
            this.octets = octets;
            this.size = octets.length;
        }

        void resize(int to) {
            if (mapped && to > octets.length) {
                throw new IllegalStateException("a mapped file grows");
            }
            if (to > octets.length) {
                octets = Arrays.copyOf(octets, Math.max(to, 2 * octets.length));
            }
            if (to < size) {
                Arrays.fill(octets, to, size, (byte) 0);
            }
            size = to;
        }
    }

    /// @param syncNanos how long each sync takes: others write meanwhile
    PowerDisk(Image start, LongSupplier syncNanos) {
        start.files().forEach((number, octets) -> files.put(number, new Octets(octets.clone())));
        start.directories()
                .forEach((number, names) -> directories.put(number, new TreeMap<>(names)));
        files.keySet().forEach(number -> next = Math.max(next, number + 1));
        directories.keySet().forEach(number -> next = Math.max(next, number + 1));
        this.syncNanos = syncNanos;
    }

    /// How many events there are: a moment in the trace.
    synchronized int now() {
        return events.size();
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    synchronized void capacity(long octets) {
        capacity = octets;
    }

    synchronized long used() {
        return files.values().stream().mapToLong(f -> f.size).sum();
    }

    synchronized long usable() {
        return Math.max(0, capacity - used());
    }

    /// The number of what has this path.
    synchronized Optional<Integer> find(List<String> path) {
        int at = Image.ROOT;
        for (String name : path) {
            var names = directories.get(at);
            var found = names == null ? null : names.get(name);
            if (found == null) {
                return Optional.empty();
            }
            at = found;
        }
        return Optional.of(at);
    }

    synchronized boolean isDirectory(int number) {
        return directories.containsKey(number);
    }

    private int parent(List<String> path) throws IOException {
        var parent = find(path.subList(0, path.size() - 1));
        if (parent.isEmpty() || !isDirectory(parent.get())) {
            throw new NoSuchFileException(String.join("/", path));
        }
        return parent.get();
    }

    private TreeMap<String, Integer> names(int directory) {
        return Objects.requireNonNull(directories.get(directory));
    }

    private Octets octets(int file) {
        return Objects.requireNonNull(files.get(file));
    }

    synchronized List<String> list(List<String> path) throws IOException {
        var found = find(path);
        if (found.isEmpty() || !isDirectory(found.get())) {
            throw new NoSuchFileException(String.join("/", path));
        }
        return List.copyOf(names(found.get()).keySet());
    }

    synchronized int make(List<String> path, boolean isDirectory) throws IOException {
        if (find(path).isPresent()) {
            throw new FileAlreadyExistsException(String.join("/", path));
        }
        if (usable() == 0) {
            throw new FileSystemException(String.join("/", path), null, "No space left on device");
        }
        int parent = parent(path);
        int number = next++;
        if (isDirectory) {
            directories.put(number, new TreeMap<>());
        } else {
            files.put(number, new Octets(new byte[0]));
        }
        names(parent).put(path.getLast(), number);
        events.add(new Event.Linked(parent, path.getLast(), number, isDirectory));
        return number;
    }

    synchronized void remove(List<String> path) throws IOException {
        int parent = parent(path);
        var number = names(parent).remove(path.getLast());
        if (number == null) {
            throw new NoSuchFileException(String.join("/", path));
        }
        if (isDirectory(number) && !names(number).isEmpty()) {
            names(parent).put(path.getLast(), number);
            throw new java.nio.file.DirectoryNotEmptyException(String.join("/", path));
        }
        events.add(new Event.Unlinked(parent, path.getLast()));
    }

    synchronized void rename(List<String> from, List<String> to) throws IOException {
        int old = parent(from);
        int fresh = parent(to);
        var number = names(old).remove(from.getLast());
        if (number == null) {
            throw new NoSuchFileException(String.join("/", from));
        }
        names(fresh).put(to.getLast(), number);
        events.add(new Event.Renamed(old, from.getLast(), fresh, to.getLast()));
    }

    synchronized long size(int file) {
        return isDirectory(file) ? 0 : octets(file).size;
    }

    synchronized int read(int file, ByteBuffer into, long position) {
        var from = octets(file);
        if (position >= from.size) {
            return -1;
        }
        int n = (int) Math.min(into.remaining(), from.size - position);
        into.put(from.octets, (int) position, n);
        return n;
    }

    synchronized int write(int file, ByteBuffer from, long position) throws IOException {
        int n = from.remaining();
        if (n == 0) {
            return 0;
        }
        var to = octets(file);
        int end = Math.toIntExact(position + n);
        if (end - to.size > usable()) {
            throw new IOException("No space left on device");
        }
        var octets = new byte[n];
        from.get(octets);
        if (end > to.size) {
            to.resize(end);
        }
        System.arraycopy(octets, 0, to.octets, (int) position, n);
        events.add(new Event.Written(file, position, octets));
        return n;
    }

    synchronized void truncate(int file, long size) {
        if (size != octets(file).size) {
            octets(file).resize(Math.toIntExact(size));
            events.add(new Event.Truncated(file, size));
        }
    }

    void sync(int number) {
        int begun = now();
        long nanos = syncNanos.getAsLong();
        if (nanos > 0) {
            LockSupport.parkNanos(nanos);
        }
        synchronized (this) {
            events.add(
                    isDirectory(number)
                            ? new Event.DirectorySynced(number, begun)
                            : new Event.Synced(number, begun));
        }
    }

    /// The octets themselves, for one who reads while others write; the file does not grow any
    /// more.
    synchronized byte[] mapped(int file) {
        var octets = octets(file);
        octets.mapped = true;
        if (octets.octets.length != octets.size) {
            octets.octets = Arrays.copyOf(octets.octets, octets.size);
        }
        return octets.octets;
    }
}
