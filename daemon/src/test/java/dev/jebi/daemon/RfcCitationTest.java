package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// `docs/rfc-coverage.md` against the tree: it has every RFC that the code cites, every cited
/// section of those RFCs that it goes through section by section, and names nothing that is not
/// there.
final class RfcCitationTest {
    /// Comments are folded: a citation may go on behind the next line's slashes.
    private static final Pattern FOLD = Pattern.compile("\\R\\s*(///?|\\*)?\\s*");

    private static final Pattern CITATION =
            Pattern.compile("\\bRFC (\\d{3,5})((?:(?:,| and)? §\\d+(?:\\.\\d+)*)*)");

    private static final Pattern SECTION = Pattern.compile("§(\\d+(?:\\.\\d+)*)");
    private static final Pattern CHAPTER = Pattern.compile("## RFC (\\d+)\\b.*");
    private static final Pattern ROW = Pattern.compile("\\| (\\d[^|]*)\\|.*");
    private static final Pattern QUOTED = Pattern.compile("`([^`\\s]+)`");
    private static final Pattern CLASS = Pattern.compile("[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*");
    private static final Pattern TRANSCRIPT = Pattern.compile("[\\w-]+\\.(smtp|imap|pop3)");
    private static final Pattern LINK = Pattern.compile("]\\((?!\\w+:)([^)#]+)");

    private static final Path ROOT = Path.of(System.getProperty("jebi.root", ".."));
    private static final Path DOCS = ROOT.resolve("docs");

    private static String coverage;

    /// Names of Java files without their ending, and of transcripts.
    private static final Set<String> names = new TreeSet<>();

    /// Where each RFC, and each of its sections, is cited in the code.
    private static final Map<String, Map<String, String>> citations = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        coverage = Files.readString(DOCS.resolve("rfc-coverage.md"));
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.sorted().toList()) {
                if (Files.isDirectory(module.resolve("src"))) {
                    read(module.resolve("src"));
                }
            }
        }
        assertThat(names).as("the sources are found from %s", ROOT).contains("RfcCitationTest");
    }

    private static void read(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".java")) {
                    names.add(name.substring(0, name.length() - ".java".length()));
                    if (file.startsWith(sources.resolve("main"))) {
                        cite(name, Files.readString(file));
                    }
                } else if (TRANSCRIPT.matcher(name).matches()) {
                    names.add(name);
                }
            }
        }
    }

    private static void cite(String file, String source) {
        var found = CITATION.matcher(FOLD.matcher(source).replaceAll(" "));
        while (found.find()) {
            var sections = citations.computeIfAbsent(found.group(1), _ -> new TreeMap<>());
            sections.putIfAbsent("", file);
            SECTION.matcher(found.group(2))
                    .results()
                    .forEach(section -> sections.putIfAbsent(section.group(1), file));
        }
    }

    @Test
    void everyCitedRfcIsThere() {
        var missing = new TreeMap<String, String>();
        citations.forEach((rfc, sections) -> {
            if (!Pattern.compile("\\bRFC " + rfc + "\\b").matcher(coverage).find()) {
                missing.put("RFC " + rfc, sections.getOrDefault("", "?"));
            }
        });
        assertThat(missing).as("cited, and not in docs/rfc-coverage.md").isEmpty();
    }

    @Test
    void everyCitedSectionOfTheCentralRfcsIsThere() {
        var chapters = chapters();
        var missing = new TreeMap<String, String>();
        chapters.forEach((rfc, told) ->
                citations
                        .getOrDefault(rfc, Map.of())
                        .forEach((section, file) -> {
                            if (!section.isEmpty() && told.stream().noneMatch(covers(section))) {
                                missing.put("RFC " + rfc + " §" + section, file);
                            }
                        }));
        assertThat(chapters).hasSizeGreaterThan(5);
        assertThat(missing).as("cited, and without a row in docs/rfc-coverage.md").isEmpty();
    }

    /// A row covers its section, those within it, and those that it is within.
    private static Predicate<String> covers(String section) {
        return row -> (section + ".").startsWith(row + ".") || row.startsWith(section + ".");
    }

    /// The sections that have rows, by RFC.
    private static Map<String, Set<String>> chapters() {
        var chapters = new HashMap<String, Set<String>>();
        Set<String> sections = new TreeSet<>();
        for (String line : coverage.lines().toList()) {
            var chapter = CHAPTER.matcher(line);
            var row = ROW.matcher(line);
            if (chapter.matches()) {
                sections = new TreeSet<>();
                chapters.put(chapter.group(1), sections);
            } else if (line.startsWith("## ")) {
                sections = new TreeSet<>();
            } else if (row.matches()) {
                for (String one : row.group(1).strip().split(", ")) {
                    sections.addAll(range(one));
                }
            }
        }
        return chapters;
    }

    /// `6.1.1 to 6.1.3`: sections with the same parent.
    private static List<String> range(String text) {
        String[] ends = text.split(" to ");
        if (ends.length == 1) {
            return List.of(text);
        }
        int dot = ends[0].lastIndexOf('.') + 1;
        int from = Integer.parseInt(ends[0].substring(dot));
        int to = Integer.parseInt(ends[1].substring(dot));
        return IntStream.rangeClosed(from, to)
                .mapToObj(n -> ends[0].substring(0, dot) + n)
                .toList();
    }

    @Test
    void everyClassAndTranscriptThatItNamesIsThere() {
        var missing = new TreeSet<String>();
        QUOTED.matcher(coverage)
                .results()
                .map(quoted -> quoted.group(1))
                .filter(name -> CLASS.matcher(name).matches() || TRANSCRIPT.matcher(name).matches())
                .filter(name -> !names.contains(name))
                .forEach(missing::add);
        assertThat(missing).as("named in docs/rfc-coverage.md, and not in the tree").isEmpty();
    }

    @Test
    void linksBetweenDocumentsLeadSomewhere() throws IOException {
        var dead = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(DOCS)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".md")).toList()) {
                LINK.matcher(Files.readString(file))
                        .results()
                        .map(link -> link.group(1))
                        .filter(to -> !Files.exists(file.resolveSibling(to)))
                        .forEach(to -> dead.add(file.getFileName() + ": " + to));
            }
        }
        assertThat(dead).as("links that lead nowhere").isEmpty();
    }
}
