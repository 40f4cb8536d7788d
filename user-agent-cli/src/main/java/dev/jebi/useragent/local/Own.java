package dev.jebi.useragent.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files and directories of the person's own mail: nobody else of the machine looks into them,
/// whatever the umask says.
public final class Own {
    private Own() {}

    /// Makes a directory, and those above it that are missing, for its owner only.
    public static Path directory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, only(directory.getFileSystem(), "rwx------"));
        }
        return directory;
    }

    /// Opens a file; one that is made by that is for its owner only.
    public static FileChannel file(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), only(file.getFileSystem(), "rw-------"));
    }

    /// Nothing where a file system knows no such permissions.
    private static FileAttribute<?>[] only(FileSystem files, String permissions) {
        return files.supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
