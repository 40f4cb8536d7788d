package dev.jebi.mailstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;

/// Files that are deleted and still open in this process, as Linux tells of them: the disk does not
/// have their octets back.
final class DeletedFiles {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private DeletedFiles() {}

    /// Octets of those below a directory; none where the system does not tell.
    static long octets(Path directory) throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        var below = directory.toRealPath();
        var sizes = new HashMap<String, Long>();
        try (var descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                var file = target(descriptor);
                if (file.startsWith(below.toString()) && file.endsWith(" (deleted)")) {
                    sizes.put(file, size(descriptor));
                }
            }
        }
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException _) {
            return ""; // closed meanwhile
        }
    }

    private static long size(Path descriptor) throws IOException {
        try {
            return Files.size(descriptor);
        } catch (NoSuchFileException _) {
            return 0; // closed meanwhile
        }
    }
}
