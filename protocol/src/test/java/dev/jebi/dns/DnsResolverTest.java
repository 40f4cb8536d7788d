package dev.jebi.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Domain;
import dev.jebi.dns.Resolver.Mx;
import dev.jebi.dns.Resolver.MxAnswer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;

final class DnsResolverTest {
    private static final DnsLimits LIMITS =
            new DnsLimits(Duration.ofSeconds(60), Duration.ofSeconds(60), 3, 3, 100, 512, 8);
    private static final DnsLimits HASTY =
            new DnsLimits(Duration.ofMillis(400), Duration.ofSeconds(2), 3, 3, 100, 512, 8);

    private final LoopbackDns dns = new LoopbackDns();
    private final Resolver resolver = DnsResolver.of(List.of(dns.address()), LIMITS);

    DnsResolverTest() throws SocketException {}

    @AfterEach
    void close() {
        dns.close();
    }

    private MxAnswer mx(String domain) {
        return resolver.mx(Domain.parse(domain));
    }

    @Test
    void exchangersComeByPreference() throws Exception {
        dns.has("a.test", "MX 20 second.test.", "MX 10 first.test.");
        assertThat(mx("a.test"))
                .isEqualTo(
                        new MxAnswer.Exchangers(
                                List.of(new Mx(10, "first.test"), new Mx(20, "second.test"))));
    }

    @Test
    void aDomainWithoutMxIsItsOwnExchanger() throws Exception {
        dns.has("a.test", "AAAA 2001:db8::1");
        assertThat(mx("a.test")).isEqualTo(new MxAnswer.Implicit("a.test"));
    }

    @Test
    void aNullMxTakesNoMail() throws Exception {
        dns.has("a.test", "MX 0 .");
        assertThat(mx("a.test")).isEqualTo(new MxAnswer.NullMx());
        dns.has("b.test", "MX 0 .", "MX 10 mail.b.test.");
        assertThat(mx("b.test"))
                .isEqualTo(new MxAnswer.Exchangers(List.of(new Mx(10, "mail.b.test"))));
    }

    @Test
    void noDomainAndNoAddressAreForEver() throws Exception {
        assertThat(mx("missing.test")).isEqualTo(new MxAnswer.NoSuchDomain());
        dns.has("empty.test", "TXT hello");
        assertThat(mx("empty.test")).isEqualTo(new MxAnswer.NoSuchDomain());
    }

    @Test
    void noAnswerIsForNow() {
        dns.fails("broken.test", Rcode.SERVFAIL);
        assertThat(mx("broken.test")).isInstanceOf(MxAnswer.Unknown.class);
        dns.fails("silent.test", -1);
        assertThat(DnsResolver.of(List.of(dns.address()), HASTY).mx(Domain.parse("silent.test")))
                .isInstanceOf(MxAnswer.Unknown.class);
    }

    @Test
    void anAliasIsFollowed() throws Exception {
        dns.has("alias.test", "CNAME a.test.");
        dns.has("a.test", "MX 10 mx.a.test.");
        assertThat(mx("alias.test"))
                .isEqualTo(new MxAnswer.Exchangers(List.of(new Mx(10, "mx.a.test"))));
    }

    @Test
    void anAliasOfItselfHasNoAnswer() throws Exception {
        dns.has("one.test", "CNAME two.test.");
        dns.has("two.test", "CNAME one.test.");
        assertThat(mx("one.test")).isInstanceOf(MxAnswer.Unknown.class);
    }

    @Test
    void addressesAreOfBothKindsAndBounded() throws Exception {
        dns.has("mx.test", "A 192.0.2.1", "A 192.0.2.2", "AAAA 2001:db8::1");
        assertThat(resolver.addresses("mx.test"))
                .containsExactlyInAnyOrder(
                        InetAddress.ofLiteral("2001:db8::1"),
                        InetAddress.ofLiteral("192.0.2.1"),
                        InetAddress.ofLiteral("192.0.2.2"));
        dns.has("many.test", "A 192.0.2.1", "A 192.0.2.2", "A 192.0.2.3", "A 192.0.2.4");
        assertThat(resolver.addresses("many.test")).hasSize(3);
        assertThat(resolver.addresses("missing.test")).isEmpty();
        assertThat(resolver.addresses("x".repeat(64) + ".test")).isEmpty();
    }

    @Test
    void answersAreKept() throws Exception {
        dns.has("a.test", "MX 10 mx.test.");
        mx("a.test");
        int asked = dns.questions();
        mx("a.test");
        assertThat(dns.questions()).isEqualTo(asked);
    }

    @Test
    void textsAreJoinedAndKeepTheirOctets() throws Exception {
        dns.has("a.test", "TXT \"v=spf1 \" \"-all\"", "TXT \"\\233t\\233\"");
        assertThat(resolver.txt("a.test").records())
                .containsExactlyInAnyOrder("v=spf1 -all", "\u00e9t\u00e9");
        assertThat(resolver.txt("b.test")).isEqualTo(new DnsAnswer.NoSuchName<String>());
        dns.has("c.test", "A 192.0.2.1");
        assertThat(resolver.txt("c.test")).isEqualTo(new DnsAnswer.None<String>());
        dns.fails("d.test", Rcode.SERVFAIL);
        assertThat(resolver.txt("d.test")).isInstanceOf(DnsAnswer.Failed.class);
    }

    @Test
    void aNameMayHoldAnything() throws Exception {
        dns.has("a\\\\b\\032c\\\"d._spf.test", "TXT odd");
        assertThat(resolver.txt("a\\b c\"d._spf.test").records()).containsExactly("odd");
        assertThat(resolver.txt("a..test")).isEqualTo(new DnsAnswer.NoSuchName<String>());
        assertThat(resolver.txt("")).isEqualTo(new DnsAnswer.NoSuchName<String>());
        assertThat(resolver.txt("x".repeat(64) + ".test"))
                .isEqualTo(new DnsAnswer.NoSuchName<String>());
    }

    @Test
    void anAddressHasNames() throws Exception {
        dns.has("1.2.0.192.in-addr.arpa", "PTR one.test.", "PTR two.test.");
        assertThat(resolver.ptr(InetAddress.ofLiteral("192.0.2.1")).records())
                .containsExactlyInAnyOrder("one.test", "two.test");
        assertThat(resolver.ptr(InetAddress.ofLiteral("2001:db8::1")))
                .isEqualTo(new DnsAnswer.NoSuchName<String>());
    }

    @Test
    void addressesOfOneKindAreAllThereAre() throws Exception {
        dns.has("a.test", "A 192.0.2.1", "A 192.0.2.2", "A 192.0.2.3", "A 192.0.2.4");
        assertThat(resolver.a("a.test").records()).hasSize(4);
        assertThat(resolver.aaaa("a.test")).isEqualTo(new DnsAnswer.None<InetAddress>());
    }

    @Test
    void exchangersAsTheyStand() throws Exception {
        dns.has("a.test", "MX 20 b.test.", "MX 10 c.test.", "MX 0 .");
        assertThat(resolver.exchangers("a.test").records())
                .containsExactly(new Mx(0, ""), new Mx(10, "c.test"), new Mx(20, "b.test"));
    }

    @Test
    void aHugeAnswerIsNotKept() throws Exception {
        dns.has("huge.test", "TXT " + ("\"" + "x".repeat(250) + "\" ").repeat(3));
        assertThat(resolver.txt("huge.test").records().getFirst()).hasSize(750);
        int asked = dns.questions();
        assertThat(resolver.txt("huge.test").records()).hasSize(1);
        assertThat(dns.questions()).isGreaterThan(asked);
    }
}
