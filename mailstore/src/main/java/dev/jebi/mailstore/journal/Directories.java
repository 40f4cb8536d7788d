package dev.jebi.mailstore.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Directories whose names outlast the power: a synced file is lost all the same when the name of
/// one of the directories above it is.
public final class Directories {
    private Directories() {}

    /// Makes a directory and those above it where they are missing, durably.
    public static void make(Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        if (!Files.isDirectory(directory) && parent != null) {
            make(parent);
            Files.createDirectory(directory);
            sync(parent);
        }
    }

    /// Syncs a directory: names made, changed and removed in it are durable then.
    public static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Syncs the names of a directory that somebody else has made, perhaps just now, and of those
    /// above it.
    public static void settle(Path directory) throws IOException {
        Path above = directory.toAbsolutePath().getParent();
        while (above != null) {
            try {
                sync(above);
            } catch (AccessDeniedException _) {
                return; // who may not read it has not made the directory below it
            }
            above = above.getParent();
        }
    }
}
