package dev.jebi.mailstore.powercut;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// What is on a disk, all of it durable.
///
/// @param files their octets by number
/// @param directories their entries by number; 0 is the root
record Image(Map<Integer, byte[]> files, Map<Integer, TreeMap<String, Integer>> directories)
        implements Serializable {
    static final int ROOT = 0;

    static Image empty() {
        var directories = new TreeMap<Integer, TreeMap<String, Integer>>();
        directories.put(ROOT, new TreeMap<>());
        return new Image(new TreeMap<>(), directories);
    }

    /// Writes it into a real directory, to be looked at.
    void save(Path into) throws IOException {
        save(ROOT, into);
    }

    private void save(int directory, Path into) throws IOException {
        Files.createDirectories(into);
        for (var entry : directories.getOrDefault(directory, new TreeMap<>()).entrySet()) {
            var to = into.resolve(entry.getKey());
            if (directories.containsKey(entry.getValue())) {
                save(entry.getValue(), to);
            } else {
                Files.write(to, files.getOrDefault(entry.getValue(), new byte[0]));
            }
        }
    }
}
