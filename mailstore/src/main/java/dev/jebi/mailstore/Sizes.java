package dev.jebi.mailstore;

import dev.jebi.mailstore.journal.Journal;
import dev.jebi.mailstore.snapshot.Snapshots;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

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
        return octets(directory);
    }

    /// Octets of all files below a directory in which files come and go.
    static long octets(Path directory) throws IOException {
        var counting = new Counting();
        Files.walkFileTree(directory, counting);
        return counting.octets;
    }

    private static final class Counting extends SimpleFileVisitor<Path> {
        private long octets;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            octets += attributes.size();
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE; // it went meanwhile
            }
            throw e;
        }
    }
}
