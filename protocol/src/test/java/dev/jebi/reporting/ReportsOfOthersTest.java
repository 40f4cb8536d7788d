package dev.jebi.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jebi.content.Content;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Every report of the corpus is read, or it is said why not. Skips itself without the corpus
/// (JEBI_CORPUS).
class ReportsOfOthersTest {
    /// Those that cannot be read, and why.
    private static final Map<String, String> NONE = Map.of("empty.xml", "it is empty");

    private static Path corpus() {
        String folder = System.getenv("JEBI_CORPUS");
        assumeTrue(folder != null && Files.isDirectory(Path.of(folder)), "no corpus");
        return Path.of(String.valueOf(folder));
    }

    private static List<Path> files(String... folders) throws IOException {
        var files = new ArrayList<Path>();
        for (String folder : folders) {
            try (var all = Files.walk(corpus().resolve(folder))) {
                all.filter(Files::isRegularFile).sorted().forEach(files::add);
            }
        }
        return files;
    }

    private static List<ReceivedReport> read(Path file) throws IOException, NoReport {
        byte[] octets = Files.readAllBytes(file);
        return file.toString().endsWith(".eml")
                ? ReportMail.read(Content.of(octets), ReportLimits.STANDARD)
                : List.of(ReceivedReport.read(octets, ReportLimits.STANDARD));
    }

    @Test
    void allAggregateReportsAndTlsReportsAreRead() throws IOException {
        var failed = new TreeMap<String, String>();
        int read = 0;
        for (Path file :
                files(
                        "parsedmarc/data/aggregate",
                        "parsedmarc/data/aggregate_invalid",
                        "parsedmarc/data/extract_report",
                        "parsedmarc/data/smtp_tls",
                        "parsedmarc/data/empty.xml",
                        "mail-auth/data/tlsrpt",
                        "mail-auth/data/dmarc-feedback")) {
            String name = file.getFileName().toString();
            if (name.matches("00[1-5]\\.json")) {
                continue; // what another program makes of a report
            }
            try {
                for (var report : read(file)) {
                    check(report);
                }
                read++;
            } catch (NoReport e) {
                failed.put(name, String.valueOf(e.getMessage()));
            }
        }
        assertThat(failed).isEqualTo(NONE);
        assertThat(read).isGreaterThanOrEqualTo(35);
    }

    private static void check(ReceivedReport report) {
        switch (report) {
            case ReceivedReport.Tls(var tls) -> {
                assertThat(tls.organization()).isNotEmpty();
                assertThat(tls.policies()).isNotEmpty();
                assertThat(tls.end()).isAfter(tls.begin());
            }
            case ReceivedReport.Aggregate(var aggregate) -> {
                assertThat(aggregate.domain()).isNotEmpty();
                assertThat(aggregate.reporter().id()).isNotEmpty();
                assertThat(aggregate.rows()).isNotEmpty();
                assertThat(aggregate.messages()).isPositive();
            }
        }
    }

    @Test
    void reportsOfSingleFailuresAreNone() throws IOException {
        for (Path file : files("parsedmarc/data/failure")) {
            assertThat(file)
                    .satisfies(each -> {
                        try {
                            assertThat(read(each)).isEmpty();
                        } catch (NoReport e) {
                            assertThat(e.getMessage()).isNotEmpty();
                        }
                    });
        }
    }
}
