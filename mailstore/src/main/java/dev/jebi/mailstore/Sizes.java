package dev.jebi.mailstore;

import dev.jebi.mailstore.journal.Journal;
import dev.jebi.mailstore.snapshot.Snapshots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What a store takes on the disk.
///
/// @param directory the directory of the index
record Sizes(Journal journal, Path directory, Snapshots snapshots) {
    StoreStats of(SegmentUse use) throws IOException {
        return new StoreStats(
                journal.segments().size(),
                use.octets(),
                journal.spareOctets(),
                use.living(),
                journal.unreleased(),
                indexOctets(),
                snapshots.octets(),
                snapshots.made());
    }

    /// Octets of the index's files, of one moved aside too.
    long indexOctets() throws IOException {
        try (var files = Files.walk(directory)) {
            long octets = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                octets += size(file);
            }
            return octets;
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException _) {
            return 0; // it went meanwhile
        }
    }
}
