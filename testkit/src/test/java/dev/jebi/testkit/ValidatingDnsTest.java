package dev.jebi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.address.Domain;
import dev.jebi.dns.DnsLimits;
import dev.jebi.dns.DnssecSettings;
import dev.jebi.dns.Resolver.Mx;
import dev.jebi.dns.Resolver.MxAnswer;
import dev.jebi.dns.SecureResolver;
import dev.jebi.dns.SecureResolver.Host;
import dev.jebi.dns.SecureResolver.NoHost;
import dev.jebi.dns.SecureResolver.NoTlsa;
import dev.jebi.dns.SecureResolver.SecureMx;
import dev.jebi.dns.SecureResolver.TlsaRecords;
import dev.jebi.dns.SecureResolver.Unknown;
import dev.jebi.dns.Tlsa;
import dev.jebi.dns.ValidatingDns;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;

/// Validated look-ups against a server that signs, signs wrongly, or does not sign.
class ValidatingDnsTest {
    private static final DnsLimits LIMITS =
            new DnsLimits(Duration.ofSeconds(20), Duration.ofSeconds(60), 5, 5, 100, 10_000, 4);

    private static final String ASSOCIATION = "aa".repeat(32);

    private final SignedDns dns =
            SignedDns.start(InstantSource.system())
                    .zone("test")
                    .zone("signed.test")
                    .unsignedZone("plain.test");

    private final SecureResolver resolver = resolver(dns.anchor(), false);

    ValidatingDnsTest() throws IOException {}

    private SecureResolver resolver(byte[] anchors, boolean required) throws IOException {
        return ValidatingDns.of(
                DnssecSettings.of(List.of(dns.address()), anchors, required),
                LIMITS,
                InstantSource.system());
    }

    @AfterEach
    void close() {
        dns.close();
    }

    private SecureMx mx(String domain) {
        return resolver.mx(Domain.parse(domain));
    }

    @Test
    void exchangersOfASignedZoneAreSecure() {
        dns.has("signed.test", "MX 20 b.signed.test.", "MX 10 a.signed.test.");
        assertThat(mx("signed.test"))
                .isEqualTo(
                        new SecureMx(
                                new MxAnswer.Exchangers(
                                        List.of(
                                                new Mx(10, "a.signed.test"),
                                                new Mx(20, "b.signed.test"))),
                                true));
    }

    @Test
    void exchangersOfAnUnsignedZoneAreNot() {
        dns.has("plain.test", "MX 10 a.signed.test.");
        assertThat(mx("plain.test"))
                .isEqualTo(
                        new SecureMx(
                                new MxAnswer.Exchangers(List.of(new Mx(10, "a.signed.test"))),
                                false));
    }

    @Test
    void aForgedAnswerIsNone() {
        dns.has("signed.test", "MX 10 evil.test.").forge("signed.test", "MX");
        var answer = mx("signed.test");
        assertThat(answer.secure()).isFalse();
        assertThat(answer.answer()).isInstanceOf(MxAnswer.Unknown.class);
    }

    @Test
    void absenceIsProvenToo() {
        dns.has("signed.test", "A 192.0.2.1");
        assertThat(mx("signed.test"))
                .isEqualTo(new SecureMx(new MxAnswer.Implicit("signed.test"), true));
        assertThat(resolver.tlsa("signed.test", 25)).isEqualTo(new NoTlsa());
    }

    @Test
    void aForgedAbsenceIsNone() {
        dns.has("mx.signed.test", "A 192.0.2.1")
                .forge("_25._tcp.mx.signed.test", "NSEC")
                .forge("signed.test", "SOA");
        assertThat(resolver.tlsa("mx.signed.test", 25)).isInstanceOf(Unknown.class);
    }

    @Test
    void keysOfAHostAreToldWhenTheyAreProven() {
        dns.has("_25._tcp.mx.signed.test", "TLSA 3 1 1 " + ASSOCIATION);
        dns.has("_25._tcp.mx.plain.test", "TLSA 3 1 1 " + ASSOCIATION);
        assertThat(resolver.tlsa("mx.signed.test", 25))
                .isEqualTo(
                        new TlsaRecords(
                                List.of(new Tlsa(3, 1, 1, HexFormat.of().parseHex(ASSOCIATION)))));
        assertThat(resolver.tlsa("mx.plain.test", 25)).isEqualTo(new NoTlsa());
    }

    @Test
    void forgedKeysAreATemporaryFailureThatIsNamed() {
        dns.has("_25._tcp.mx.signed.test", "TLSA 3 1 1 " + ASSOCIATION)
                .forge("_25._tcp.mx.signed.test", "TLSA");
        assertThat(resolver.tlsa("mx.signed.test", 25))
                .isInstanceOfSatisfying(
                        Unknown.class, unknown -> assertThat(unknown.bogus()).isPresent());
    }

    @Test
    void hostsAreSecureByTheirZone() {
        dns.has("mx.signed.test", "A 192.0.2.1");
        dns.has("six.signed.test", "AAAA 2001:db8::1");
        dns.has("mx.plain.test", "A 192.0.2.2");
        assertThat(resolver.host("mx.signed.test"))
                .isEqualTo(new Host(true, false, "mx.signed.test"));
        assertThat(resolver.host("six.signed.test"))
                .isEqualTo(new Host(true, false, "six.signed.test"));
        assertThat(resolver.host("mx.plain.test"))
                .isEqualTo(new Host(false, false, "mx.plain.test"));
        assertThat(resolver.host("none.signed.test")).isEqualTo(new NoHost());
    }

    @Test
    void anAliasIsJudgedByItselfToo() {
        dns.has("mx.signed.test", "A 192.0.2.1");
        dns.has("mx.plain.test", "A 192.0.2.2");
        dns.has("inside.signed.test", "CNAME mx.signed.test.");
        dns.has("outside.signed.test", "CNAME mx.plain.test.");
        dns.has("alias.plain.test", "CNAME mx.signed.test.");
        assertThat(resolver.host("inside.signed.test"))
                .isEqualTo(new Host(true, true, "mx.signed.test"));
        assertThat(resolver.host("outside.signed.test"))
                .isEqualTo(new Host(false, true, "mx.plain.test"));
        assertThat(resolver.host("alias.plain.test"))
                .isEqualTo(new Host(false, false, "mx.signed.test"));
    }

    @Test
    void aServerThatFailsIsUnknown() {
        dns.fails("_25._tcp.mx.signed.test", Rcode.SERVFAIL);
        assertThat(resolver.tlsa("mx.signed.test", 25)).isInstanceOf(Unknown.class);
    }

    @Test
    void aServerWithoutSignaturesMeansNoValidationUnlessItIsRequired() throws IOException {
        dns.unsignedZone(".").unsignedZone("test").unsignedZone("signed.test");
        dns.has("signed.test", "MX 10 mx.signed.test.");
        var anchor = SignedDns.start(InstantSource.system());
        try (anchor) {
            var lax = resolver(anchor.anchor(), false);
            assertThat(lax.validates()).isFalse();
            assertThat(lax.mx(Domain.parse("signed.test")).secure()).isFalse();
            assertThat(lax.tlsa("mx.signed.test", 25)).isEqualTo(new NoTlsa());
            var strict = resolver(anchor.anchor(), true);
            assertThat(strict.validates()).isTrue();
            assertThat(strict.tlsa("mx.signed.test", 25)).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void answersAreKept() {
        dns.has("signed.test", "MX 10 mx.signed.test.");
        mx("signed.test");
        dns.asked().clear();
        mx("signed.test");
        assertThat(dns.asked()).isEmpty();
    }

    @Test
    void theKeysOfTheRootAreShipped() throws IOException {
        var text =
                new String(
                        DnssecSettings.ofRoot(List.of(), false).anchors(),
                        StandardCharsets.US_ASCII);
        assertThat(text).contains("IN DS 20326 8 2").contains("IN DS 38696 8 2");
        var ofRoot = DnssecSettings.ofRoot(List.of(dns.address()), true);
        assertThat(ValidatingDns.of(ofRoot, LIMITS, InstantSource.system()).validates()).isTrue();
    }

    @Test
    void anchorsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> resolver("; nothing\n".getBytes(StandardCharsets.US_ASCII), true))
                .isInstanceOf(IOException.class);
    }
}
