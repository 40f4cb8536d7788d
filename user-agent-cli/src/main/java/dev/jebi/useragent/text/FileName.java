package dev.jebi.useragent.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Names of files that strangers chose: no path, no control or bidi characters, no leading dot, not
/// too long; and never over a file that is there.
public final class FileName {
    private static final int MAX_OCTETS = 200;
    private static final int MAX_EXTENSION = 20;
    private static final int MAX_TRIES = 1_000;
    private static final String NAMELESS = "part";

    private FileName() {}

    /// A harmless name; may be empty.
    public static String clean(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String clean =
                SafeText.line(last)
                        .replaceAll("[\\uFFFD:*?\"<>|]", "_")
                        .strip()
                        .replaceAll("^[.\\s]+", "")
                        .replaceAll("^-", "_") // else a command takes it for an option
                        .strip();
        int dot = clean.lastIndexOf('.');
        boolean extended = dot > 0 && clean.length() - dot <= MAX_EXTENSION;
        String extension = extended ? clean.substring(dot) : "";
        String stem = extended ? clean.substring(0, dot) : clean;
        while (octets(stem) + octets(extension) > MAX_OCTETS) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem + extension;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// Saves under that name made harmless, or that with a number.
    public static Path save(Path directory, String given, InputStream octets) throws IOException {
        String clean = clean(given);
        String name = clean.isEmpty() ? NAMELESS : clean;
        Files.createDirectories(directory);
        for (int i = 1; i <= MAX_TRIES; i++) {
            Path file = directory.resolve(i == 1 ? name : numbered(name, i));
            try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
                write(octets, out, file);
                return file;
            } catch (FileAlreadyExistsException _) {
                continue; // never over what is there
            }
        }
        throw new FileAlreadyExistsException(directory + " has too many files called " + name);
    }

    private static void write(InputStream octets, OutputStream out, Path file) throws IOException {
        boolean whole = false;
        try {
            octets.transferTo(out);
            whole = true;
        } finally {
            if (!whole) {
                Files.delete(file);
            }
        }
    }

    private static String numbered(String name, int number) {
        int dot = name.lastIndexOf('.');
        return dot <= 0
                ? name + "-" + number
                : name.substring(0, dot) + "-" + number + name.substring(dot);
    }
}
