package dev.jebi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// The public suites of RFC 7208 and its predecessor, and a small one of our own.
final class SpfSuiteTest {
    private static List<String> failures(List<SpfSuite.Case> cases) {
        return cases.stream().map(SpfSuite.Case::wrong).flatMap(Optional::stream).toList();
    }

    private static List<SpfSuite.Case> corpus(String file) throws IOException {
        var path = Corpus.orSkip().folder().resolve("spf-rfc7208/data/" + file);
        return SpfSuite.read(Files.readString(path, StandardCharsets.UTF_8));
    }

    @Test
    void ourOwnSuitePasses() throws Exception {
        try (var file = SpfSuiteTest.class.getResourceAsStream("spf.yml")) {
            var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(failures(SpfSuite.read(text))).isEmpty();
        }
    }

    @Test
    void thePublicSuitePasses() throws Exception {
        var cases = corpus("rfc7208-tests.yml");
        assertThat(cases).hasSize(203);
        assertThat(failures(cases)).isEmpty();
    }

    @Test
    void theSuiteOfThePredecessorPassesToo() throws Exception {
        assertThat(failures(corpus("rfc4408-tests.yml"))).isEmpty();
    }
}
