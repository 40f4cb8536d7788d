package dev.jebi.sieve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The public Pigeonhole suite, where it is at hand: each test passes, or stands in the list of
/// those that can't, with the reason.
class PigeonholeSuiteTest {
    @Test
    void theSuitePassesButForWhatIsListed(TestReporter reporter) throws IOException {
        Optional<Path> root =
                Optional.ofNullable(System.getenv("JEBI_CORPUS"))
                        .map(c -> Path.of(c, "sieve-pigeonhole", "data", "tests"));
        org.junit.jupiter.api.Assumptions.assumeTrue(
                root.isPresent() && Files.isDirectory(root.get()), "JEBI_CORPUS has the suite");
        var failed = new TreeMap<String, String>();
        int all = 0;
        List<Path> files;
        try (Stream<Path> tree = Files.walk(root.get())) {
            files = tree.filter(f -> f.toString().matches(".*\\.svtest(\\.in)?")).sorted().toList();
        }
        for (Path file : files) {
            for (var outcome : SuiteFile.run(file).entrySet()) {
                all++;
                if (!outcome.getValue().isEmpty()) {
                    String name = root.get().relativize(file) + ": " + outcome.getKey();
                    failed.put(name, outcome.getValue().replaceAll("\\s+", " "));
                }
            }
        }
        reporter.publishEntry("Pigeonhole", (all - failed.size()) + " of " + all + " passed");
        String known = known();
        var unknown = new TreeSet<String>();
        failed.forEach((name, why) -> {
            if (!known.contains("\n" + name + "\n")) {
                unknown.add(name + " = " + why);
            }
        });
        assertThat(String.join("\n", unknown)).isEmpty();
        assertThat(names(known)).isEqualTo(new TreeSet<>(failed.keySet()));
    }

    private static TreeSet<String> names(String known) {
        return known.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("# "))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Names of the tests that fail, each on a line, under comments that say why.
    private static String known() throws IOException {
        try (InputStream in =
                PigeonholeSuiteTest.class.getResourceAsStream("pigeonhole-differs.txt")) {
            return in == null ? "" : "\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
