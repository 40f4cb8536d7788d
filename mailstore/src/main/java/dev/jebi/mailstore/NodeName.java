package dev.jebi.mailstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.regex.Pattern;

/// What tells a node from all others, from one start to the next: what people call it, and a number
/// that stays in its data directory, which only one process has at a time.
final class NodeName {
    private static final String FILE = "node";
    private static final Pattern NUMBER = Pattern.compile("[0-9a-f-]{36}");

    private NodeName() {}

    /// The name of the node that keeps the directory; a number that is lost is made anew, which
    /// only lets others wait until they take what it was before for dead.
    static String in(Path directory, String called) throws IOException {
        Path file = directory.resolve(FILE);
        String number = Files.exists(file) ? Files.readString(file).strip() : "";
        if (!NUMBER.matcher(number).matches()) {
            number = UUID.randomUUID().toString();
            Path next = directory.resolve(FILE + ".new");
            Files.writeString(next, number + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return called + "/" + number;
    }
}
