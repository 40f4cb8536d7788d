package dev.jebi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.dns.Tlsa;
import dev.jebi.trust.DaneProof;
import dev.jebi.trust.NotProven;
import dev.jebi.trust.NotProven.Reason;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

class DaneProofTest {
    @TempDir private Path directory;

    private TestAuthority authority;
    private List<X509Certificate> chain;
    private X509Certificate root;

    @BeforeEach
    void issue() throws IOException {
        authority = TestAuthority.make(directory, "authority");
        chain = TestAuthority.chain(authority.issue("mx.a.test").certificate());
        root = chain.getLast();
    }

    private static Tlsa tlsa(int usage, int selector, int matching, X509Certificate certificate) {
        var words = TestAuthority.tlsa(usage, selector, matching, certificate).split(" ");
        return new Tlsa(usage, selector, matching, HexFormat.of().parseHex(words[3]));
    }

    private static DaneProof proof(String name, Tlsa... records) {
        return new DaneProof(List.of(records), Set.of(name), InstantSource.system());
    }

    private static void refused(DaneProof proof, List<X509Certificate> chain, Reason reason) {
        assertThatThrownBy(() -> proof.check(chain))
                .isInstanceOfSatisfying(
                        NotProven.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,1", "0,2", "1,0", "1,1", "1,2"})
    void eachSelectorAndMatchingTypeProvesTheServersOwnCertificate(int selector, int matching) {
        var good = proof("mx.a.test", tlsa(3, selector, matching, chain.getFirst()));
        assertThatCode(() -> good.check(chain)).doesNotThrowAnyException();
        refused(proof("mx.a.test", tlsa(3, selector, matching, root)), chain, Reason.TLSA);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,1", "0,2", "1,0", "1,1", "1,2"})
    void eachSelectorAndMatchingTypeProvesAnAuthority(int selector, int matching)
            throws IOException {
        var good = proof("mx.a.test", tlsa(2, selector, matching, root));
        assertThatCode(() -> good.check(chain)).doesNotThrowAnyException();
        var stranger = TestAuthority.make(directory, "stranger").issue("mx.a.test");
        assertThatThrownBy(() -> good.check(TestAuthority.chain(stranger.certificate())))
                .isInstanceOf(NotProven.class);
    }

    @Test
    void theWholeAuthorityInTheRecordNeedNotBeShown() {
        var leafAlone = chain.subList(0, 1);
        assertThatCode(() -> proof("mx.a.test", tlsa(2, 0, 0, root)).check(leafAlone))
                .doesNotThrowAnyException();
        assertThatCode(() -> proof("mx.a.test", tlsa(2, 1, 0, root)).check(leafAlone))
                .doesNotThrowAnyException();
        refused(proof("mx.a.test", tlsa(2, 1, 1, root)), leafAlone, Reason.TLSA);
    }

    @Test
    void anAuthorityThatIsShownMustHaveSignedToo() throws IOException {
        var stranger =
                TestAuthority.chain(
                        TestAuthority.make(directory, "stranger").issue("mx.a.test").certificate());
        var mixed = List.of(stranger.getFirst(), root);
        refused(proof("mx.a.test", tlsa(2, 0, 1, root)), mixed, Reason.UNTRUSTED);
    }

    @Test
    void namesCountForAnAuthorityAndNotForTheCertificateItself() throws IOException {
        refused(proof("mx.b.test", tlsa(2, 0, 1, root)), chain, Reason.NAME);
        assertThatCode(() -> proof("mx.b.test", tlsa(3, 0, 1, chain.getFirst())).check(chain))
                .doesNotThrowAnyException();
        var star = TestAuthority.chain(authority.issue("*.a.test").certificate());
        assertThatCode(() -> proof("mx.a.test", tlsa(2, 0, 1, root)).check(star))
                .doesNotThrowAnyException();
        refused(proof("mx.deep.a.test", tlsa(2, 0, 1, root)), star, Reason.NAME);
        refused(proof("a.test", tlsa(2, 0, 1, root)), star, Reason.NAME);
    }

    @Test
    void datesCountForAnAuthorityAndNotForTheCertificateItself() throws IOException {
        var old = TestAuthority.chain(authority.issueExpired("mx.a.test").certificate());
        refused(proof("mx.a.test", tlsa(2, 0, 1, root)), old, Reason.EXPIRED);
        assertThatCode(() -> proof("mx.a.test", tlsa(3, 1, 1, old.getFirst())).check(old))
                .doesNotThrowAnyException();
    }

    @Test
    void aCertificateMayVouchForItself() throws IOException {
        var self = TestAuthority.chain(TestCertificate.make(directory, "self.test").certificate());
        assertThatCode(() -> proof("self.test", tlsa(2, 0, 1, self.getFirst())).check(self))
                .doesNotThrowAnyException();
        refused(proof("other.test", tlsa(2, 0, 1, self.getFirst())), self, Reason.NAME);
    }

    @Test
    void oneRecordThatMatchesIsEnough() {
        var good =
                proof(
                        "mx.a.test",
                        tlsa(3, 1, 1, root),
                        tlsa(2, 1, 1, chain.getFirst()),
                        tlsa(3, 0, 2, chain.getFirst()));
        assertThatCode(() -> good.check(chain)).doesNotThrowAnyException();
    }

    @Test
    void recordsThatSmtpDoesNotUseAreLeftOut() {
        var digest = new byte[32];
        assertThat(
                        DaneProof.usable(
                                List.of(
                                        new Tlsa(0, 0, 1, digest),
                                        new Tlsa(1, 0, 1, digest),
                                        new Tlsa(3, 2, 1, digest),
                                        new Tlsa(3, 1, 3, digest),
                                        new Tlsa(3, 1, 2, digest),
                                        new Tlsa(2, 0, 0, digest),
                                        new Tlsa(4, 0, 1, digest))))
                .isEmpty();
    }

    @Test
    void theStrongestDigestCounts() {
        var weak = tlsa(3, 1, 1, chain.getFirst());
        var strong = tlsa(3, 1, 2, root);
        assertThat(DaneProof.usable(List.of(weak, strong))).containsExactly(strong);
        refused(proof("mx.a.test", weak, strong), chain, Reason.TLSA);
        assertThat(DaneProof.usable(List.of(weak, tlsa(3, 0, 2, root)))).hasSize(2);
    }
}
