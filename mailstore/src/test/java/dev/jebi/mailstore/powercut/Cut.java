package dev.jebi.mailstore.powercut;

import dev.jebi.testkit.Randomly;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Goes along a trace, and makes of any moment of it what a power cut may leave: what was synced is
/// there; of what was not, each block of each write may be there or not, and each change of a name.
/// For one thread.
final class Cut {
    private static final int SECTOR = 512;
    private static final int PAGE = 4096;

    private final List<Event> events;
    private final Map<Integer, FileOnDisk> files = new HashMap<>();
    private final Map<Integer, TreeMap<String, Integer>> directories = new HashMap<>();
    private final List<Pending> names = new ArrayList<>();
    private int at;

    /// What has not been synced yet.
    private record Pending(int index, Event event) {}

    private static final class FileOnDisk {
        private byte[] durable;
        private final List<Pending> pending = new ArrayList<>();

        FileOnDisk(byte[] durable) {
            this.durable = durable;
        }
    }

    /// How much of a file's unsynced writes a cut leaves.
    private enum Leaves {
        NOTHING,
        ALL,
        IN_ORDER,
        ALL_BUT_ONE,
        ANY_SECTORS,
        ANY_PAGES
    }

    Cut(Image start, List<Event> events) {
        this.events = events;
        start.files().forEach((number, octets) -> files.put(number, new FileOnDisk(octets)));
        start.directories()
                .forEach((number, entries) -> directories.put(number, new TreeMap<>(entries)));
    }

    /// Goes on to a later moment.
    void advance(int to) {
        while (at < to) {
            take(at, events.get(at));
            at++;
        }
    }

    private FileOnDisk file(int number) {
        return files.computeIfAbsent(number, _ -> new FileOnDisk(new byte[0]));
    }

    private void take(int index, Event event) {
        switch (event) {
            case Event.Written written -> file(written.file()).pending.add(of(index, event));
            case Event.Truncated truncated -> file(truncated.file()).pending.add(of(index, event));
            case Event.Linked _, Event.Unlinked _, Event.Renamed _ -> names.add(of(index, event));
            case Event.Synced(int number, int upTo) -> {
                var file = file(number);
                for (Pending pending : file.pending) {
                    if (pending.index() < upTo) {
                        file.durable = all(pending.event(), file.durable);
                    }
                }
                file.pending.removeIf(pending -> pending.index() < upTo);
            }
            case Event.DirectorySynced(int directory, int upTo) -> {
                names.stream()
                        .filter(pending -> isOf(pending, directory) && pending.index() < upTo)
                        .forEach(pending -> apply(pending.event(), directories));
                names.removeIf(pending -> isOf(pending, directory) && pending.index() < upTo);
            }
        }
    }

    private static Pending of(int index, Event event) {
        return new Pending(index, event);
    }

    private static boolean isOf(Pending pending, int directory) {
        return switch (pending.event()) {
            case Event.Linked linked -> linked.directory() == directory;
            case Event.Unlinked unlinked -> unlinked.directory() == directory;
            case Event.Renamed renamed -> renamed.from() == directory || renamed.to() == directory;
            case Event.Written _, Event.Truncated _, Event.Synced _, Event.DirectorySynced _ ->
                    false;
        };
    }

    /// Applies a change of a name, as far as what it is about is there.
    private static void apply(Event event, Map<Integer, TreeMap<String, Integer>> to) {
        switch (event) {
            case Event.Linked(int directory, String name, int number, boolean isDirectory) -> {
                entries(to, directory).put(name, number);
                if (isDirectory) {
                    entries(to, number);
                }
            }
            case Event.Unlinked(int directory, String name) -> entries(to, directory).remove(name);
            case Event.Renamed(int from, String name, int into, String newName) -> {
                var number = entries(to, from).remove(name);
                if (number != null) {
                    entries(to, into).put(newName, number);
                }
            }
            case Event.Written _, Event.Truncated _, Event.Synced _, Event.DirectorySynced _ ->
                    throw new AssertionError(event);
        }
    }

    private static TreeMap<String, Integer> entries(
            Map<Integer, TreeMap<String, Integer>> of, int directory) {
        return of.computeIfAbsent(directory, _ -> new TreeMap<>());
    }

    /// What an event makes of octets, which it may change.
    private static byte[] all(Event event, byte[] octets) {
        if (event instanceof Event.Truncated(_, long size)) {
            return Arrays.copyOf(octets, (int) size);
        }
        var written = (Event.Written) event;
        return part(written, octets, 0, written.octets().length);
    }

    private static byte[] part(Event.Written written, byte[] octets, int from, int to) {
        int at = (int) written.position();
        var longer = at + to > octets.length ? Arrays.copyOf(octets, at + to) : octets;
        System.arraycopy(written.octets(), from, longer, at + from, to - from);
        return longer;
    }

    /// What may be on the disk when the power goes now.
    Image image(Randomly random) {
        var one = random.pick(Leaves.values());
        boolean alike = random.oneIn(2);
        int percent = random.pick(3, 20, 50, 80, 97);
        var entries = namesLeft(one, percent, random);
        var left = new TreeMap<Integer, byte[]>();
        for (var directory : entries.values()) {
            for (int number : directory.values()) {
                var file = files.get(number);
                if (file != null) {
                    var leaves = alike ? one : random.pick(Leaves.values());
                    left.put(number, left(file, leaves, percent, random));
                } else if (!entries.containsKey(number)) {
                    left.put(number, new byte[0]);
                }
            }
        }
        return new Image(left, entries);
    }

    private static byte[] left(FileOnDisk file, Leaves leaves, int percent, Randomly random) {
        int count = file.pending.size();
        int some = random.between(0, count);
        byte[] left = file.durable.clone();
        for (int i = 0; i < count; i++) {
            var event = file.pending.get(i).event();
            left =
                    switch (leaves) {
                        case NOTHING -> left;
                        case ALL -> all(event, left);
                        case ALL_BUT_ONE -> i == some ? left : all(event, left);
                        case IN_ORDER ->
                                i < some
                                        ? all(event, left)
                                        : i == some ? torn(event, left, random) : left;
                        case ANY_SECTORS -> any(event, left, SECTOR, percent, random);
                        case ANY_PAGES -> any(event, left, PAGE, percent, random);
                    };
        }
        return left;
    }

    /// The beginning of a write.
    private static byte[] torn(Event event, byte[] octets, Randomly random) {
        if (event instanceof Event.Written written) {
            int end = random.between(0, written.octets().length);
            return part(written, octets, 0, end - end % SECTOR);
        }
        return octets;
    }

    /// Any blocks of a write.
    private static byte[] any(Event event, byte[] octets, int block, int percent, Randomly random) {
        if (!(event instanceof Event.Written written)) {
            return random.between(1, 100) <= percent ? all(event, octets) : octets;
        }
        byte[] left = octets;
        int length = written.octets().length;
        for (int from = 0; from < length; ) {
            int inBlock = (int) ((written.position() + from) % block);
            int to = Math.min(length, from + block - inBlock);
            if (random.between(1, 100) <= percent) {
                left = part(written, left, from, to);
            }
            from = to;
        }
        return left;
    }

    private Map<Integer, TreeMap<String, Integer>> namesLeft(
            Leaves leaves, int percent, Randomly random) {
        var left = new HashMap<Integer, TreeMap<String, Integer>>();
        directories.forEach((number, entries) -> left.put(number, new TreeMap<>(entries)));
        int some = random.between(0, names.size());
        for (int i = 0; i < names.size(); i++) {
            boolean kept =
                    switch (leaves) {
                        case NOTHING -> false;
                        case ALL -> true;
                        case IN_ORDER -> i < some;
                        case ALL_BUT_ONE -> i != some;
                        case ANY_SECTORS, ANY_PAGES -> random.between(1, 100) <= percent;
                    };
            if (kept) {
                apply(Objects.requireNonNull(names.get(i)).event(), left);
            }
        }
        return left;
    }
}
