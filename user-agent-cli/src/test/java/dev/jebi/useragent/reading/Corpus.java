package dev.jebi.useragent.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The messages of the corpus that the environment names; without one a test skips itself.
public final class Corpus {
    private Corpus() {}

    /// The messages as files, read as the verbs and panes read them.
    public static List<Path> messages() throws IOException {
        String corpus = System.getenv().getOrDefault("JEBI_CORPUS", "");
        assumeTrue(!corpus.isEmpty(), "JEBI_CORPUS names the corpus");
        MessageReading.readBrokenMail();
        try (var files = Files.walk(Path.of(corpus))) {
            List<Path> messages =
                    files.filter(f -> f.toString().contains("/msg/") && Files.isRegularFile(f))
                            .toList();
            assertThat(messages).isNotEmpty();
            return messages;
        }
    }
}
