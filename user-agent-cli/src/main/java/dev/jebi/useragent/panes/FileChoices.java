package dev.jebi.useragent.panes;

import dev.jebi.useragent.compose.Review;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files that a person may mean who has typed the beginning of a name.
final class FileChoices {
    private static final int MOST = 50;

    private FileChoices() {}

    /// @param home what `~` stands for
    static List<String> of(String typed, Path home) {
        int slash = typed.lastIndexOf('/') + 1;
        String begin = typed.substring(slash);
        String shown = typed.substring(0, slash);
        Path directory = Review.file(shown.isEmpty() ? "." : shown, home);
        var names = new ArrayList<String>();
        try (var files = Files.list(directory)) {
            files.filter(file -> fits(String.valueOf(file.getFileName()), begin))
                    .limit(MOST)
                    .forEach(file ->
                            names.add(
                                    shown
                                            + file.getFileName()
                                            + (Files.isDirectory(file) ? "/" : "")));
        } catch (IOException _) {
            return List.of(); // no directory, or none of ours
        }
        names.sort(null);
        return names;
    }

    private static boolean fits(String name, String begin) {
        return name.startsWith(begin) && (!begin.isEmpty() || !name.startsWith("."));
    }
}
