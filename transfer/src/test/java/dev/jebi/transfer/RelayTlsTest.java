package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.dns.DnsLimits;
import dev.jebi.dns.DnssecSettings;
import dev.jebi.dns.ValidatingDns;
import dev.jebi.https.HttpsClient;
import dev.jebi.https.HttpsLimits;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.MailLane;
import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.MailQueue.Particulars;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.QueueId;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.DeliveryWishes.TlsWish;
import dev.jebi.smtp.RecipientWishes;
import dev.jebi.testkit.FakeDns;
import dev.jebi.testkit.ScriptedPeer;
import dev.jebi.testkit.SignedDns;
import dev.jebi.testkit.TestAuthority;
import dev.jebi.testkit.TestCertificate;
import dev.jebi.testkit.WebServer;
import dev.jebi.transfer.tls.StsCache;
import dev.jebi.transfer.tls.TlsNote;
import dev.jebi.transfer.tls.TlsPolicies;
import dev.jebi.trust.Authorities;
import dev.jebi.wire.WireConnector;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the relay decides about TLS, with peers whose certificates are good and bad, TLSA records
/// that are signed, and policies of MTA-STS.
class RelayTlsTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir private Path directory;

    private final FakeDns plain = new FakeDns();
    private final List<TlsNote> notes = new ArrayList<>();
    private final WireConnector wires = new WireConnector();
    private final FakeMta mta = new FakeMta();
    private SignedDns signed;
    private TestAuthority authority;
    private WebServer web;
    private MailStore store;
    private Relay relay;

    RelayTlsTest() throws IOException {}

    @BeforeEach
    void open() throws IOException {
        plain.mx("a.test", "10 mx.a.test").host("mx.a.test", "127.0.0.1");
        plain.mx("plain.test", "10 mx.plain.test").host("mx.plain.test", "127.0.0.1");
        plain.host("mta-sts.plain.test", "127.0.0.1");
        signed = SignedDns.start(CLOCK).zone("test").unsignedZone("plain.test");
        signed.has("a.test", "MX 10 mx.a.test.").has("mx.a.test", "A 127.0.0.1");
        signed.has("plain.test", "MX 10 mx.plain.test.").has("mx.plain.test", "A 127.0.0.1");
        authority = TestAuthority.make(directory, "authority");
        web = WebServer.start(authority.issue("mta-sts.plain.test"));
        store = EmbeddedStore.open(directory.resolve("store"), StoreLimits.STANDARD, CLOCK);
        var authorities = Authorities.of(authority.pem());
        var dns =
                ValidatingDns.of(
                        DnssecSettings.of(List.of(signed.address()), signed.anchor(), true),
                        DnsLimits.STANDARD,
                        CLOCK);
        var limits = new HttpsLimits(web.port(), Tests.PATIENCE, Tests.PATIENCE, 9999, 9999, 2);
        var https = new HttpsClient(plain, authorities, limits);
        var cache = new StsCache(plain, https, store.register(), CLOCK);
        relay =
                new Relay(
                                plain,
                                Routes.NONE,
                                wires,
                                "us.test",
                                List::of,
                                Tests.limits(mta.address().getPort(), Tests.patient()))
                        .under(
                                new TlsPolicies(
                                        dns, Optional.of(cache), authorities, notes::add, CLOCK));
    }

    @AfterEach
    void close() throws IOException {
        relay.close();
        mta.close();
        wires.close();
        web.close();
        signed.close();
        store.close();
    }

    private void shows(TestCertificate certificate) throws IOException {
        try {
            mta.with(ScriptedPeer.context(certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void tlsa(int usage, Path pem, boolean last) throws IOException {
        var chain = TestAuthority.chain(pem);
        var named = last ? chain.getLast() : chain.getFirst();
        signed.has(
                "_" + mta.address().getPort() + "._tcp.mx.a.test",
                "TLSA " + TestAuthority.tlsa(usage, 1, 1, named));
    }

    private void sts(String mode, String mx) {
        plain.has("_mta-sts.plain.test", "TXT v=STSv1; id=1");
        web.has(
                "/.well-known/mta-sts.txt",
                200,
                "text/plain",
                ("version: STSv1\nmode: " + mode + "\nmx: " + mx + "\nmax_age: 86400\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private String deliver(String domain) {
        return deliver(domain, TlsWish.AS_USUAL);
    }

    /// How an attempt ends, and why; then what the peer had of it.
    private String deliver(String domain, TlsWish wish) {
        var content =
                Content.of("Subject: hello\r\n\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII));
        var entry =
                new Entry(
                        new QueueId(1),
                        0,
                        Address.parse("bob@" + domain),
                        ReversePath.of(Address.parse("alice@us.test")),
                        Instant.EPOCH,
                        0,
                        Instant.EPOCH,
                        false,
                        false,
                        false,
                        false,
                        content.size(),
                        "",
                        new Particulars(
                                DeliveryWishes.NONE.with(wish),
                                RecipientWishes.NONE,
                                MailLane.PERSON,
                                ""));
        var destination = relay.destination(Domain.parse(domain), wish);
        try (var session = relay.to(destination, new Tests.NoPause())) {
            var outcome =
                    session.deliver(List.of(entry), content, Instant.EPOCH).getFirst().outcome();
            return switch (outcome) {
                case Outcome.Delivered _ ->
                        mta.received().getLast().tls() ? "delivered over TLS" : "delivered open";
                case Outcome.Deferred(var why) -> "deferred " + why.status() + " " + why.text();
                case Outcome.Failed(var why) -> "failed " + why.status() + " " + why.text();
            };
        }
    }

    private String noted() {
        var note = notes.getLast();
        return note.applied().type().text()
                + " "
                + note.failure().map(f -> f.type().text()).orElse("success");
    }

    @Test
    void withoutAPolicyTlsIsUsedAndNobodyIsAskedForAProof() throws IOException {
        shows(TestCertificate.make(directory, "another.test"));
        assertThat(deliver("plain.test")).isEqualTo("delivered over TLS");
        assertThat(noted()).isEqualTo("no-policy-found success");
    }

    @Test
    void withoutAPolicyAndTlsTheMailGoesOpen() {
        assertThat(deliver("plain.test")).isEqualTo("delivered open");
        assertThat(noted()).isEqualTo("no-policy-found starttls-not-supported");
    }

    @Test
    void daneTakesTheCertificateThatIsNamed() throws IOException {
        var certificate = TestCertificate.make(directory, "another.test");
        shows(certificate);
        tlsa(3, certificate.certificate(), false);
        assertThat(deliver("a.test")).isEqualTo("delivered over TLS");
        assertThat(noted()).isEqualTo("tlsa success");
    }

    @Test
    void daneTakesACertificateOfTheAuthorityThatIsNamed() throws IOException {
        var certificate = authority.issue("mx.a.test");
        shows(certificate);
        tlsa(2, certificate.certificate(), true);
        assertThat(deliver("a.test")).isEqualTo("delivered over TLS");
    }

    @Test
    void daneTakesNoOtherCertificate() throws IOException {
        shows(TestCertificate.make(directory, "mx.a.test"));
        tlsa(3, TestCertificate.make(directory, "stolen.test").certificate(), false);
        assertThat(deliver("a.test"))
                .isEqualTo(
                        "deferred 4.7.5 TLS failed (DANE demands it): the certificate matches none"
                                + " of the TLSA records");
        assertThat(noted()).isEqualTo("tlsa validation-failure");
        assertThat(mta.received()).isEmpty();
    }

    @Test
    void daneTakesNoOtherNameFromTheAuthority() throws IOException {
        var certificate = authority.issue("mx.evil.test");
        shows(certificate);
        tlsa(2, certificate.certificate(), true);
        assertThat(deliver("a.test"))
                .startsWith("deferred 4.7.5 TLS failed (DANE demands it): the certificate is for");
        assertThat(noted()).isEqualTo("tlsa certificate-host-mismatch");
    }

    @Test
    void daneDoesNotGoOpen() throws IOException {
        tlsa(3, authority.issue("mx.a.test").certificate(), false);
        assertThat(deliver("a.test"))
                .isEqualTo("deferred 4.7.5 TLS is not offered (DANE demands it)");
        assertThat(noted()).isEqualTo("tlsa starttls-not-supported");
        assertThat(mta.received()).isEmpty();
    }

    @Test
    void bogusRecordsMeanNoConnection() throws IOException {
        var certificate = authority.issue("mx.a.test");
        shows(certificate);
        tlsa(3, certificate.certificate(), false);
        signed.forge("_" + mta.address().getPort() + "._tcp.mx.a.test", "TLSA");
        assertThat(deliver("a.test"))
                .startsWith("deferred 4.7.5 the TLSA records of mx.a.test: SERVFAIL");
        assertThat(noted()).isEqualTo("tlsa dnssec-invalid");
        assertThat(mta.connections()).isZero();
    }

    @Test
    void mtaStsTakesACertificateOfAnAuthorityForTheHost() throws IOException {
        shows(authority.issue("*.plain.test"));
        sts("enforce", "mx.plain.test");
        assertThat(deliver("plain.test")).isEqualTo("delivered over TLS");
        assertThat(noted()).isEqualTo("sts success");
    }

    @Test
    void mtaStsTakesNothingElseWhenItIsEnforced() throws IOException {
        shows(authority.issueExpired("mx.plain.test"));
        sts("enforce", "mx.plain.test");
        assertThat(deliver("plain.test"))
                .startsWith(
                        "deferred 4.7.5 TLS failed (a proven certificate is demanded): the"
                                + " certificate has expired");
        assertThat(noted()).isEqualTo("sts certificate-expired");
        assertThat(mta.received()).isEmpty();
    }

    @Test
    void mtaStsTakesNoStrangersWord() throws IOException {
        shows(TestAuthority.make(directory, "stranger").issue("mx.plain.test"));
        sts("enforce", "mx.plain.test");
        assertThat(deliver("plain.test")).startsWith("deferred 4.7.5 TLS failed");
        assertThat(noted()).isEqualTo("sts certificate-not-trusted");
    }

    @Test
    void aHostThatThePolicyDoesNotNameGetsNothing() throws IOException {
        shows(authority.issue("mx.plain.test"));
        sts("enforce", "other.plain.test");
        assertThat(deliver("plain.test"))
                .isEqualTo(
                        "deferred 4.7.5 mx.plain.test is not among the mail exchangers of the"
                                + " MTA-STS policy");
        assertThat(mta.connections()).isZero();
    }

    @Test
    void aPolicyOnTrialIsToldOfFailuresAndTheMailArrives() throws IOException {
        shows(TestCertificate.make(directory, "mx.evil.test"));
        sts("testing", "mx.plain.test");
        assertThat(deliver("plain.test")).isEqualTo("delivered over TLS");
        assertThat(noted()).isEqualTo("sts certificate-not-trusted");
        assertThat(mta.connections()).isEqualTo(2);
    }

    @Test
    void tlsRequiredNoGoesOverEveryPolicy() throws IOException {
        tlsa(3, authority.issue("mx.a.test").certificate(), false);
        assertThat(deliver("a.test", TlsWish.OPTIONAL)).isEqualTo("delivered open");
    }

    @Test
    void requiredTlsFailsForEverWhereTheHostIsNotProven() throws IOException {
        shows(authority.issue("mx.plain.test"));
        mta.offering("REQUIRETLS");
        assertThat(deliver("plain.test", TlsWish.REQUIRED))
                .startsWith("failed 5.7.30 REQUIRETLS: neither DNSSEC nor MTA-STS proves");
        assertThat(mta.connections()).isZero();
    }

    @Test
    void requiredTlsIsPassedOnToAHostThatIsProvenAndOffersIt() throws IOException {
        shows(authority.issue("mx.a.test"));
        mta.offering("REQUIRETLS");
        assertThat(deliver("a.test", TlsWish.REQUIRED)).isEqualTo("delivered over TLS");
        assertThat(mta.received().getFirst().mail()).endsWith(" REQUIRETLS");
    }

    @Test
    void requiredTlsIsNotPassedOnToAHostThatDoesNotOfferIt() throws IOException {
        shows(authority.issue("mx.a.test"));
        assertThat(deliver("a.test", TlsWish.REQUIRED))
                .isEqualTo("failed 5.7.30 the peer does not offer REQUIRETLS over TLS");
    }

    @Test
    void requiredTlsTakesNoCertificateThatProvesNothing() throws IOException {
        shows(TestCertificate.make(directory, "mx.a.test"));
        mta.offering("REQUIRETLS");
        assertThat(deliver("a.test", TlsWish.REQUIRED)).startsWith("deferred 4.7.5 TLS failed");
        assertThat(mta.received()).isEmpty();
    }
}
