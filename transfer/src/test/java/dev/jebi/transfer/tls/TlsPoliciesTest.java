package dev.jebi.transfer.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Domain;
import dev.jebi.dns.DnsLimits;
import dev.jebi.dns.DnssecSettings;
import dev.jebi.dns.SecureResolver;
import dev.jebi.dns.ValidatingDns;
import dev.jebi.https.HttpsClient;
import dev.jebi.https.HttpsLimits;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.reporting.PolicyType;
import dev.jebi.reporting.TlsResultType;
import dev.jebi.smtp.DeliveryWishes.TlsWish;
import dev.jebi.testkit.FakeDns;
import dev.jebi.testkit.SignedDns;
import dev.jebi.testkit.TestAuthority;
import dev.jebi.testkit.WebServer;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// What is decided for each host: with a DNS that signs, a web server that has policies, and a
/// store that keeps them.
class TlsPoliciesTest {
    private static final String PAGE = "/.well-known/mta-sts.txt";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String TLSA = "TLSA 3 1 1 " + "ab".repeat(32);

    @TempDir private Path directory;

    private final AtomicReference<Instant> now =
            new AtomicReference<>(InstantSource.system().instant());
    private final InstantSource clock = now::get;
    private final FakeDns plain = new FakeDns();
    private final List<TlsNote> notes = new ArrayList<>();
    private SignedDns signed;
    private TestAuthority authority;
    private WebServer web;
    private MailStore store;
    private TlsPolicies policies;

    @BeforeEach
    void open() throws IOException {
        signed = SignedDns.start(clock).zone("test").zone("a.test").unsignedZone("plain.test");
        signed.has("a.test", "MX 10 mx.a.test.").has("mx.a.test", "A 192.0.2.1");
        signed.has("plain.test", "MX 10 mx.plain.test.").has("mx.plain.test", "A 192.0.2.2");
        authority = TestAuthority.make(directory, "authority");
        web = WebServer.start(authority.issue("mta-sts.a.test", "mta-sts.plain.test"));
        plain.host("mta-sts.a.test", "127.0.0.1").host("mta-sts.plain.test", "127.0.0.1");
        store = EmbeddedStore.open(directory.resolve("store"), StoreLimits.STANDARD, clock);
        policies = policies();
    }

    private TlsPolicies policies() throws IOException {
        var dns =
                ValidatingDns.of(
                        DnssecSettings.of(List.of(signed.address()), signed.anchor(), true),
                        new DnsLimits(Duration.ofSeconds(10), PATIENCE, 5, 5, 100, 10_000, 4),
                        clock);
        return policies(dns, PATIENCE);
    }

    private TlsPolicies policies(SecureResolver dns, Duration patience) throws IOException {
        var authorities = Authorities.of(authority.pem());
        var limits = new HttpsLimits(web.port(), patience, patience, 64 << 10, 16 << 10, 2);
        var https = new HttpsClient(plain, authorities, limits);
        var cache = new StsCache(plain, https, store.register(), clock);
        return new TlsPolicies(dns, Optional.of(cache), authorities, notes::add, clock);
    }

    @AfterEach
    void close() {
        signed.close();
        web.close();
        store.close();
    }

    private TlsPolicy usual(String domain, String host) {
        return policies.exchangers(new Domain(domain), TlsWish.AS_USUAL).of(host, 25).policy();
    }

    private void sts(String domain, String id, String mode, String mx) {
        plain.has("_mta-sts." + domain, "TXT v=STSv1; id=" + id + ";");
        page("version: STSv1\nmode: " + mode + "\nmx: " + mx + "\nmax_age: 604800\n");
    }

    private void page(String text) {
        web.has(PAGE, 200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    private static TlsResultType refusal(TlsPolicy policy) {
        assertThat(policy).isInstanceOf(TlsPolicy.Refused.class);
        return ((TlsPolicy.Refused) policy).type();
    }

    @Test
    void withoutAnyPolicyTlsIsUsedWhereItIsOffered() {
        var policy =
                policies.exchangers(new Domain("plain.test"), TlsWish.AS_USUAL)
                        .of("mx.plain.test", 25);
        assertThat(policy.policy()).isEqualTo(new TlsPolicy.Opportunistic());
        assertThat(policy.applied().orElseThrow().type()).isEqualTo(PolicyType.NO_POLICY);
        assertThat(usual("a.test", "mx.a.test")).isEqualTo(new TlsPolicy.Opportunistic());
    }

    @Test
    void provenRecordsMeanDane() {
        signed.has("_25._tcp.mx.a.test", TLSA);
        assertThat(usual("a.test", "mx.a.test"))
                .isInstanceOfSatisfying(
                        TlsPolicy.Dane.class,
                        dane -> {
                            assertThat(dane.base()).isEqualTo("mx.a.test");
                            assertThat(dane.names()).containsOnly("mx.a.test", "a.test");
                        });
    }

    @Test
    void recordsBehindAnUnprovenExchangerMeanNothing() {
        signed.has("plain.test", "MX 10 mx.a.test.").has("_25._tcp.mx.a.test", TLSA);
        assertThat(usual("plain.test", "mx.a.test")).isEqualTo(new TlsPolicy.Opportunistic());
    }

    @Test
    void aHostThatOnlyAForgerNamesIsRefused() {
        assertThat(refusal(usual("a.test", "evil.test"))).isEqualTo(TlsResultType.DNSSEC_INVALID);
    }

    @Test
    void bogusAnswersAreTemporaryFailures() {
        signed.has("_25._tcp.mx.a.test", TLSA).forge("_25._tcp.mx.a.test", "TLSA");
        assertThat(refusal(usual("a.test", "mx.a.test"))).isEqualTo(TlsResultType.DNSSEC_INVALID);
        signed.forge("a.test", "MX");
        var plan = policies.exchangers(new Domain("a.test"), TlsWish.OPTIONAL);
        assertThat(plan.of("mx.a.test", 25)).isEqualTo(HopPolicy.MAY);
    }

    @Test
    void recordsOfNoUseDemandTlsWithoutAProof() {
        signed.has("_25._tcp.mx.a.test", "TLSA 1 1 1 " + "ab".repeat(32));
        assertThat(usual("a.test", "mx.a.test")).isEqualTo(new TlsPolicy.Encrypted());
    }

    @Test
    void anAliasHasTheRecordsOfItsEndElseItsOwn() {
        signed.has("a.test", "MX 10 alias.a.test.").has("alias.a.test", "CNAME mx.a.test.");
        signed.has("_25._tcp.alias.a.test", TLSA);
        assertThat(((TlsPolicy.Dane) usual("a.test", "alias.a.test")).base())
                .isEqualTo("alias.a.test");
        now.updateAndGet(time -> time.plusSeconds(400)); // what is not there is kept for a while
        signed.has("_25._tcp.mx.a.test", TLSA);
        assertThat(((TlsPolicy.Dane) usual("a.test", "alias.a.test")).base())
                .isEqualTo("mx.a.test");
    }

    @Test
    void aPolicyOfMtaStsIsFetchedOnceAndKept() throws IOException {
        sts("plain.test", "1", "enforce", "mx.plain.test");
        var verified = new TlsPolicy.Verified("mx.plain.test", true);
        assertThat(usual("plain.test", "mx.plain.test")).isEqualTo(verified);
        assertThat(web.asked()).containsExactly("mta-sts.plain.test " + PAGE);
        policies = policies(SecureResolver.NONE, PATIENCE); // as after a restart
        web.has(PAGE, 404, "text/plain", new byte[0]);
        assertThat(usual("plain.test", "mx.plain.test")).isEqualTo(verified);
        assertThat(web.asked()).hasSize(1);
        now.updateAndGet(time -> time.plus(Duration.ofDays(8)));
        assertThat(usual("plain.test", "mx.plain.test")).isEqualTo(new TlsPolicy.Opportunistic());
    }

    @Test
    void aHostOutsideThePolicyIsRefusedWhenItIsEnforced() {
        sts("plain.test", "1", "enforce", "*.elsewhere.test");
        assertThat(refusal(usual("plain.test", "mx.plain.test")))
                .isEqualTo(TlsResultType.VALIDATION_FAILURE);
    }

    @Test
    void testingVerifiesWithoutInsisting() {
        sts("plain.test", "1", "testing", "mx.plain.test");
        assertThat(usual("plain.test", "mx.plain.test"))
                .isEqualTo(new TlsPolicy.Verified("mx.plain.test", false));
    }

    @Test
    void modeNoneEndsAPolicy() {
        sts("plain.test", "1", "none", "mx.plain.test");
        assertThat(usual("plain.test", "mx.plain.test")).isEqualTo(new TlsPolicy.Opportunistic());
    }

    @Test
    void daneGoesBeforeMtaSts() {
        signed.has("_25._tcp.mx.a.test", TLSA);
        sts("a.test", "1", "enforce", "mx.a.test");
        assertThat(usual("a.test", "mx.a.test")).isInstanceOf(TlsPolicy.Dane.class);
        assertThat(web.asked()).isEmpty();
    }

    @Test
    void eachFailureToFetchIsNamedAndNotTriedAtOnceAgain() throws IOException {
        plain.has("_mta-sts.plain.test", "TXT v=STSv1; id=1");
        web.redirects(PAGE, "https://mta-sts.a.test/");
        assertThat(usual("plain.test", "mx.plain.test")).isEqualTo(new TlsPolicy.Opportunistic());
        assertThat(failure()).isEqualTo(TlsResultType.STS_POLICY_FETCH_ERROR);
        page("version: STSv1\n");
        usual("plain.test", "mx.plain.test");
        assertThat(web.asked()).hasSize(1);
        failed(TlsResultType.STS_POLICY_INVALID);
        web.has(PAGE, 200, "text/html", new byte[10]);
        failed(TlsResultType.STS_POLICY_INVALID);
        web.has(PAGE, 200, "text/plain", new byte[70_000]);
        failed(TlsResultType.STS_POLICY_FETCH_ERROR);
        web.stalls(PAGE);
        policies = policies(SecureResolver.NONE, Duration.ofSeconds(4));
        failed(TlsResultType.STS_POLICY_FETCH_ERROR);
        plain.host("mta-sts.plain.test"); // no address
        failed(TlsResultType.STS_POLICY_FETCH_ERROR);
    }

    private void failed(TlsResultType expected) {
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(6)));
        assertThat(usual("plain.test", "mx.plain.test")).isEqualTo(new TlsPolicy.Opportunistic());
        assertThat(failure()).isEqualTo(expected);
    }

    private TlsResultType failure() {
        return notes.getLast().failure().orElseThrow().type();
    }

    @Test
    void aWebServerThatIsNotProvenHasNoPolicy() throws IOException {
        plain.has("_mta-sts.plain.test", "TXT v=STSv1; id=1");
        web.close();
        web = WebServer.start(authority.issue("www.plain.test"));
        page("version: STSv1\nmode: none\nmax_age: 1\n");
        policies = policies();
        usual("plain.test", "mx.plain.test");
        assertThat(failure()).isEqualTo(TlsResultType.STS_WEBPKI_INVALID);
    }

    @Test
    void aNewIdFetchesANewPolicyAndAFailureKeepsTheOld() {
        sts("plain.test", "1", "enforce", "mx.plain.test");
        usual("plain.test", "mx.plain.test");
        var later = new FakeDns().host("mta-sts.plain.test", "127.0.0.1");
        later.has("_mta-sts.plain.test", "TXT v=STSv1; id=2");
        web.has(PAGE, 500, "text/plain", new byte[0]);
        plain.fails("_mta-sts.plain.test", "TXT");
        assertThat(usual("plain.test", "mx.plain.test"))
                .isEqualTo(new TlsPolicy.Verified("mx.plain.test", true));
    }

    @Test
    void requiredTlsNeedsAProvenNameAndNeverGoesOpen() {
        var plan = policies.exchangers(new Domain("plain.test"), TlsWish.REQUIRED);
        assertThat(plan.of("mx.plain.test", 25).policy())
                .isInstanceOfSatisfying(
                        TlsPolicy.Refused.class, refused -> assertThat(refused.forever()).isTrue());
        assertThat(
                        policies.exchangers(new Domain("a.test"), TlsWish.REQUIRED)
                                .of("mx.a.test", 25)
                                .policy())
                .isEqualTo(new TlsPolicy.Verified("mx.a.test", true));
        sts("plain.test", "1", "testing", "mx.plain.test");
        now.updateAndGet(time -> time.plusSeconds(1));
        assertThat(
                        policies.exchangers(new Domain("plain.test"), TlsWish.REQUIRED)
                                .of("mx.plain.test", 25)
                                .policy())
                .isEqualTo(new TlsPolicy.Verified("mx.plain.test", true));
    }

    @Test
    void aHostThatWasChosenMayHaveDaneButNoMtaSts() {
        signed.has("_25._tcp.mx.a.test", TLSA);
        var plan = policies.chosen(TlsWish.AS_USUAL);
        assertThat(plan.of("mx.a.test", 25).policy()).isInstanceOf(TlsPolicy.Dane.class);
        assertThat(plan.of("mx.a.test", 465).policy()).isEqualTo(new TlsPolicy.Opportunistic());
        assertThat(plan.of("192.0.2.1", 25)).isEqualTo(HopPolicy.MAY);
    }
}
