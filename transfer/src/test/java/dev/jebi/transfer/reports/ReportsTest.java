package dev.jebi.transfer.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.https.HttpsClient;
import dev.jebi.https.HttpsLimits;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.reporting.AggregateReport.Identifiers;
import dev.jebi.reporting.AggregateReport.Result;
import dev.jebi.reporting.AggregateReport.Row;
import dev.jebi.reporting.PolicyType;
import dev.jebi.reporting.ReceivedReport;
import dev.jebi.reporting.ReportLimits;
import dev.jebi.reporting.ReportMail;
import dev.jebi.reporting.TlsResultType;
import dev.jebi.smtp.DeliveryWishes.TlsWish;
import dev.jebi.testkit.FakeDns;
import dev.jebi.testkit.TestAuthority;
import dev.jebi.testkit.WebServer;
import dev.jebi.transfer.Envelope;
import dev.jebi.transfer.Recipient;
import dev.jebi.transfer.Sealer;
import dev.jebi.transfer.tls.HopPolicy.Applied;
import dev.jebi.transfer.tls.TlsNote;
import dev.jebi.trust.Authorities;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

class ReportsTest {
    private static final Address RECEIVING = Address.parse("reports@us.test");

    @TempDir private Path directory;

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));
    private final InstantSource clock = now::get;
    private final FakeDns dns = new FakeDns();
    private MailStore store;
    private Authorities authorities;
    private WebServer web;
    private Reports reports;

    @BeforeEach
    void open() throws IOException {
        store = EmbeddedStore.open(directory.resolve("store"), StoreLimits.STANDARD, clock);
        store.directory().addDomain(Domain.parse("us.test"));
        var authority = TestAuthority.make(directory, "authority");
        authorities = Authorities.of(authority.pem());
        web = WebServer.start(authority.issue("web.test"));
        dns.host("web.test", "127.0.0.1");
        reports = reports();
    }

    private Reports reports() {
        var limits =
                new HttpsLimits(
                        web.port(), Duration.ofMinutes(1), Duration.ofMinutes(1), 9999, 9999, 2);
        var settings =
                new ReportSettings(
                        "Us",
                        "mx.us.test",
                        Address.parse("postmaster@us.test"),
                        Optional.of(RECEIVING),
                        true,
                        true,
                        Duration.ofDays(90));
        var https = new HttpsClient(dns, authorities, limits);
        return new Reports(store, dns, https, Sealer.NONE, settings, clock);
    }

    @AfterEach
    void close() {
        web.close();
        store.close();
    }

    private void met(String domain, Optional<TlsNote.Failure> failure) {
        var applied =
                new Applied(
                        domain,
                        PolicyType.STS,
                        List.of("version: STSv1", "mode: enforce"),
                        List.of("mx." + domain));
        reports.tls().note(new TlsNote(applied, failure, "mx." + domain, "192.0.2.1", "192.0.2.9"));
    }

    private static Optional<TlsNote.Failure> expired() {
        return Optional.of(new TlsNote.Failure(TlsResultType.CERTIFICATE_EXPIRED, "it was old"));
    }

    private void seen(String domain, String... rua) {
        reports.dmarc()
                .record(
                        new AuthenticationRecord(
                                domain,
                                Map.of("domain", domain, "p", "reject"),
                                List.of(rua),
                                new Row(
                                        "192.0.2.1",
                                        1,
                                        "none",
                                        "pass",
                                        "fail",
                                        List.of(),
                                        new Identifiers(domain, "other.test", "us.test"),
                                        List.of(new Result("dkim", domain, "s1", "pass", "")))));
    }

    private List<String> nextDay() throws IOException {
        now.updateAndGet(time -> time.plus(Duration.ofDays(1)));
        return reports.send();
    }

    private ReceivedReport queued(int number) throws Exception {
        var entry = store.queue().list().get(number);
        var content = store.queue().content(entry.id());
        return ReportMail.read(content, ReportLimits.STANDARD).getFirst();
    }

    @Test
    void aDayOfTlsIsToldToWhoAsksForIt() throws Exception {
        dns.has("_smtp._tls.a.test", "TXT v=TLSRPTv1; rua=mailto:tls@a.test");
        met("a.test", Optional.empty());
        reports.flush();
        met("a.test", expired());
        met("a.test", expired());
        reports = reports(); // what was not kept is lost
        met("a.test", expired());
        assertThat(reports.send()).isEmpty();
        assertThat(nextDay()).containsExactly("2026-11-21\ttls\ta.test\tdone");
        var entry = store.queue().list().getFirst();
        assertThat(entry.recipient()).isEqualTo(Address.parse("tls@a.test"));
        assertThat(entry.particulars().wishes().tls()).isEqualTo(TlsWish.OPTIONAL);
        var report = ((ReceivedReport.Tls) queued(0)).report();
        assertThat(report.begin()).isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
        var policy = report.policies().getFirst();
        assertThat(policy.successes()).isEqualTo(1);
        assertThat(policy.failures()).isEqualTo(1);
        assertThat(policy.details().getFirst().result()).isEqualTo("certificate-expired");
        assertThat(nextDay()).isEmpty();
    }

    @Test
    void aWebServerMayWantIt() throws Exception {
        dns.has("_smtp._tls.a.test", "TXT v=TLSRPTv1;rua=https://web.test/tls");
        met("a.test", expired());
        web.has("/tls", 500, "text/plain", new byte[0]);
        assertThat(nextDay()).containsExactly("2026-11-21\ttls\ta.test\tlater");
        web.has("/tls", 201, "text/plain", new byte[0]);
        assertThat(reports.send()).containsExactly("2026-11-21\ttls\ta.test\tdone");
        assertThat(ReceivedReport.read(web.posted().getLast(), ReportLimits.STANDARD))
                .isInstanceOf(ReceivedReport.Tls.class);
    }

    @Test
    void whoDoesNotAskIsNotTold() throws Exception {
        met("a.test", expired());
        seen("b.test");
        assertThat(nextDay()).containsExactly("2026-11-21\ttls\ta.test\tdone");
        assertThat(store.queue().list()).isEmpty();
    }

    @Test
    void aDayOfDmarcIsTold() throws Exception {
        seen("a.test", "mailto:dmarc@a.test!10m");
        seen("a.test", "mailto:dmarc@a.test!10m");
        reports.flush();
        seen("a.test", "mailto:dmarc@a.test!10m");
        nextDay();
        var report = ((ReceivedReport.Aggregate) queued(0)).report();
        assertThat(report.domain()).isEqualTo("a.test");
        assertThat(report.rows()).hasSize(1);
        assertThat(report.messages()).isEqualTo(3);
        assertThat(report.reporter().organization()).isEqualTo("Us");
    }

    @Test
    void othersMustAgreeToHaveReportsOfDmarc() throws Exception {
        seen("a.test", "mailto:x@victim.test", "mailto:y@willing.test", "mailto:z@a.test!1");
        dns.has("a.test._report._dmarc.willing.test", "TXT v=DMARC1;");
        nextDay();
        assertThat(store.queue().list())
                .extracting(entry -> entry.recipient().toString())
                .containsExactly("y@willing.test");
    }

    @Test
    void reportsThatArriveAreKeptOnce() throws Exception {
        dns.has("_smtp._tls.a.test", "TXT v=TLSRPTv1; rua=mailto:tls@a.test");
        met("a.test", expired());
        nextDay();
        var mail = store.queue().content(store.queue().list().getFirst().id());
        var to = new Recipient.Remote(RECEIVING);
        var envelope = new Envelope(ReversePath.NULL, List.of(to), false);
        reports.arrived(envelope, mail);
        reports.arrived(envelope, mail);
        var other = new Recipient.Remote(Address.parse("else@us.test"));
        reports.arrived(new Envelope(ReversePath.NULL, List.of(other), false), mail);
        reports.arrived(envelope, Content.of("no report".getBytes(StandardCharsets.US_ASCII)));
        var kept = reports.received().list("2026-11", 10);
        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().name()).startsWith("2026-11-21!tls!a.test!Us!");
        assertThat(reports.received().report(kept.getFirst().name()))
                .contains(kept.getFirst().report());
        assertThat(reports.received().list(kept.getFirst().name(), 10)).isEmpty();
    }

    @Test
    void aReportForADomainOfOursIsKeptAtOnce() throws Exception {
        seen("us.test", "mailto:dmarc@us.test");
        nextDay();
        assertThat(store.queue().list()).isEmpty();
        assertThat(reports.received().list("2026", 10)).hasSize(1);
    }

    @Test
    void addressesThatAreNoneAreLeftOut() {
        assertThat(
                        ReportAddress.of(
                                List.of(
                                        "mailto:",
                                        "ftp://a.test/",
                                        "https://%",
                                        "x",
                                        "mailto:a@b@c")))
                .isEmpty();
        assertThat(ReportAddress.ofTls(List.of("v=TLSRPTv1;rua=mailto:a@a.test", "v=TLSRPTv1;")))
                .isEmpty();
        assertThat(ReportAddress.ofTls(List.of("v=TLSRPTv1; rua=mailto:a@a.test,https://b.test/x")))
                .hasSize(2);
    }
}
