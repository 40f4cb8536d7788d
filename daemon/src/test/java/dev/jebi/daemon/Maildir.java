package dev.jebi.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A mailbox in files, as the clients that keep one leave it.
record Maildir(Path path) {
    private static final Map<Character, String> FLAGS =
            Map.of('D', "\\Draft", 'F', "\\Flagged", 'R', "\\Answered", 'S', "\\Seen");

    Maildir create() throws IOException {
        for (String directory : List.of("cur", "new", "tmp")) {
            Files.createDirectories(path.resolve(directory));
        }
        return this;
    }

    /// Puts a message into it.
    void put(String name, String subject) throws IOException {
        Files.writeString(
                path.resolve("cur").resolve(name + ":2,"),
                "From: Ann <ann@a.test>\nSubject: "
                        + subject
                        + "\nMessage-ID: <"
                        + name
                        + "@near.test>\n\nabout "
                        + subject
                        + "\n");
    }

    /// Gives a message these flags of Maildir's and no others.
    void mark(String subject, String letters) throws IOException {
        move(subject, this, letters);
    }

    /// Moves a message into another one.
    void move(String subject, Maildir target, String letters) throws IOException {
        Path file = file(subject);
        String name = file.getFileName().toString();
        int flags = name.indexOf(":2,");
        String bare = flags < 0 ? name : name.substring(0, flags);
        if (!target.equals(this)) {
            bare = "moved-" + subject; // a client tells by the name what it knows
        }
        Files.move(file, target.path.resolve("cur").resolve(bare + ":2," + letters));
    }

    void delete(String subject) throws IOException {
        Files.delete(file(subject));
    }

    /// The flags of each message by its subject, as IMAP writes them; twice the same subject is a
    /// message that came twice.
    Map<String, String> flags() throws IOException {
        var all = new TreeMap<String, String>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            int flags = name.indexOf(":2,");
            String letters = flags < 0 ? "" : name.substring(flags + 3);
            String before =
                    all.put(
                            subject(file),
                            letters.chars()
                                    .mapToObj(letter -> FLAGS.getOrDefault((char) letter, "?"))
                                    .sorted()
                                    .collect(Collectors.joining(" ")));
            if (before != null) {
                throw new AssertionError("twice in " + path + ": " + subject(file));
            }
        }
        return all;
    }

    private Path file(String subject) throws IOException {
        for (Path file : files()) {
            if (subject(file).equals(subject)) {
                return file;
            }
        }
        throw new AssertionError("no " + subject + " in " + path);
    }

    private List<Path> files() throws IOException {
        var all = new ArrayList<Path>();
        for (String directory : List.of("cur", "new")) {
            try (Stream<Path> files = Files.list(path.resolve(directory))) {
                files.forEach(all::add);
            }
        }
        return all;
    }

    private static String subject(Path file) throws IOException {
        return Files.readString(file)
                .lines()
                .filter(line -> line.startsWith("Subject: "))
                .findFirst()
                .orElseThrow()
                .substring("Subject: ".length());
    }
}
