package dev.jebi.mailstore.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// The disk has no room for the index, which is as good as it was: it must neither be taken for
/// damaged nor be made again.
public final class DiskFull extends IOException {
    private static final long serialVersionUID = 1;

    /// With less, nothing that fails says anything of the index.
    private static final long ROOM = 1 << 20;

    DiskFull(Path directory, Throwable cause) {
        super("the disk of " + directory + " is full", cause);
    }

    /// Whether a failure is one of room: the system's own words are all that tells.
    public static boolean isCause(Throwable failure) {
        for (var cause = Optional.of(failure);
                cause.isPresent();
                cause = cause.map(Throwable::getCause)) {
            String message = String.valueOf(cause.get().getMessage()).toLowerCase(Locale.ROOT);
            if (cause.get() instanceof IOException
                    && (message.contains("no space left") || message.contains("quota exceeded"))) {
                return true;
            }
        }
        return false;
    }

    /// Whether a failure in a directory may be one of room.
    static boolean isCause(Throwable failure, Path directory) throws IOException {
        return isCause(failure) || !hasRoom(directory);
    }

    static boolean hasRoom(Path directory) throws IOException {
        return Files.getFileStore(directory).getUsableSpace() >= ROOM;
    }
}
