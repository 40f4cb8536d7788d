package dev.jebi.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.reporting.AggregateReport.Identifiers;
import dev.jebi.reporting.AggregateReport.Reason;
import dev.jebi.reporting.AggregateReport.Reporter;
import dev.jebi.reporting.AggregateReport.Result;
import dev.jebi.reporting.AggregateReport.Row;
import dev.jebi.reporting.TlsReport.FailureDetail;
import dev.jebi.reporting.TlsReport.PolicyResult;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

class ReportTest {
    private static final ReportLimits LIMITS = ReportLimits.STANDARD;
    private static final Instant BEGIN = Instant.parse("2026-11-21T00:00:00Z");
    private static final Instant END = Instant.parse("2026-11-21T23:59:59Z");

    private static final AggregateReport AGGREGATE =
            new AggregateReport(
                    new Reporter("We & <they>", "postmaster@us.test", "", "id-1"),
                    BEGIN,
                    END,
                    Map.of("domain", "a.test", "p", "reject", "testing", "n"),
                    List.of(
                            new Row(
                                    "192.0.2.1",
                                    3,
                                    "reject",
                                    "fail",
                                    "fail",
                                    List.of(new Reason("local_policy", "a \"list\"")),
                                    new Identifiers("a.test", "b.test", "us.test"),
                                    List.of(
                                            new Result("dkim", "a.test", "s1", "fail", "no key"),
                                            new Result("spf", "b.test", "mfrom", "none", "")))));

    private static final TlsReport TLS =
            new TlsReport(
                    "We \"they\" \u0001",
                    "mailto:postmaster@us.test",
                    "id-2",
                    BEGIN,
                    END,
                    List.of(
                            new PolicyResult(
                                    "a.test",
                                    "sts",
                                    List.of("version: STSv1", "mode: enforce"),
                                    List.of("*.a.test"),
                                    5,
                                    2,
                                    List.of(
                                            new FailureDetail(
                                                    "certificate-expired",
                                                    "192.0.2.1",
                                                    "mx.a.test",
                                                    "",
                                                    2,
                                                    "it was old")))));

    private static ReceivedReport read(byte[] octets) throws NoReport {
        return ReceivedReport.read(octets, LIMITS);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] octets) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(octets);
        }
        return packed.toByteArray();
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        assertThat(read(octets(AggregateXml.of(AGGREGATE))))
                .isEqualTo(new ReceivedReport.Aggregate(AGGREGATE));
        assertThat(read(octets(TLS.json()))).isEqualTo(new ReceivedReport.Tls(TLS));
        assertThat(read(gzip(octets(TLS.json())))).isEqualTo(new ReceivedReport.Tls(TLS));
    }

    @Test
    void aFileInAZipIsFound() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(packed)) {
            zip.putNextEntry(new ZipEntry("folder/"));
            zip.putNextEntry(new ZipEntry("folder/report.xml"));
            zip.write(octets(AggregateXml.of(AGGREGATE)));
        }
        assertThat(read(packed.toByteArray())).isEqualTo(new ReceivedReport.Aggregate(AGGREGATE));
    }

    @Test
    void aBombIsNotUnpacked() throws Exception {
        byte[] bomb = gzip(new byte[LIMITS.unpacked() + 1]);
        assertThat(bomb.length).isLessThan(100_000);
        assertThatThrownBy(() -> read(bomb)).isInstanceOf(NoReport.class);
    }

    @Test
    void entitiesOfADocumentTypeAreNeverExpanded() throws Exception {
        var text =
                "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>"
                        + AggregateXml.of(AGGREGATE).replace("id-1", "&a;&f;");
        assertThat(((ReceivedReport.Aggregate) read(octets(text))).report().reporter().id())
                .doesNotContain("aaaa")
                .doesNotContain("root");
    }

    @Test
    void depthIsBounded() {
        assertThatThrownBy(() -> read(octets("<a>".repeat(100_000)))).isInstanceOf(NoReport.class);
        assertThatThrownBy(() -> read(octets("{\"a\":".repeat(100_000))))
                .isInstanceOf(NoReport.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "{",
                "{}",
                "[]",
                "<",
                "<feedback/>",
                "hello",
                "{\"policies\":[]}",
                "{\"policies\":[],\"date-range\":{\"start-datetime\":\"x\"}}",
                "\u001f\u008b\u0008"
            })
    void whatIsNoReportIsRefused(String text) {
        assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(NoReport.class);
    }

    @Test
    void damagedReportsAreReadOrRefusedAndNothingElse() {
        var random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            byte[] octets = octets(i % 2 == 0 ? AggregateXml.of(AGGREGATE) : TLS.json());
            for (int n = random.nextInt(1, 8); n > 0; n--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(read(octets)).isNotNull();
            } catch (NoReport e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }
}
