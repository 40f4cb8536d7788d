package dev.jebi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.dnslist.Codes;
import dev.jebi.dnslist.DnsList;
import dev.jebi.dnslist.Listing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.util.List;

/// Lists in the DNS (RFC 5782).
final class DnsListTest {
    private final FakeDns dns = new FakeDns();
    private final DnsList list = new DnsList("bl.test", Codes.ANY);

    private Listing of(String address) {
        return list.of(InetAddress.ofLiteral(address), dns);
    }

    @Test
    void anAddressIsAskedForFromItsLastOctetToTheFirst() {
        dns.has("1.2.0.192.bl.test", "A 127.0.0.2", "TXT Sent spam, see https://bl.test/1");
        assertThat(of("192.0.2.1"))
                .isEqualTo(
                        new Listing.Listed(
                                List.of("127.0.0.2"), "Sent spam, see https://bl.test/1"));
        assertThat(of("192.0.2.2")).isEqualTo(new Listing.NotListed());
    }

    @Test
    void anAddressOfIpv6IsAskedForByItsNibbles() {
        String name = "1.0.0.0." + "0.0.0.0.".repeat(5) + "8.b.d.0.1.0.0.2.bl.test";
        dns.has(name, "A 127.0.0.3");
        assertThat(of("2001:db8::1")).isEqualTo(new Listing.Listed(List.of("127.0.0.3"), ""));
    }

    @Test
    void aDomainIsAskedForAsItIs() {
        dns.has("bad.example.bl.test", "A 127.0.1.2");
        assertThat(list.of("bad.example", dns)).isInstanceOf(Listing.Listed.class);
        assertThat(list.of("good.example", dns)).isInstanceOf(Listing.NotListed.class);
    }

    @Test
    void anAnswerOutsideOfTheLoopbackNetworkIsNoListing() {
        dns.has("1.2.0.192.bl.test", "A 198.51.100.9"); // the domain was sold
        assertThat(of("192.0.2.1")).isEqualTo(new Listing.Unknown("it answers 198.51.100.9"));
    }

    @Test
    void aListThatDoesNotWantToBeAskedListsNobody() {
        dns.has("1.2.0.192.bl.test", "A 127.255.255.254", "TXT public resolver");
        assertThat(of("192.0.2.1"))
                .isEqualTo(new Listing.Unknown("it does not want to be asked: public resolver"));
    }

    @Test
    void whatTheDnsDoesNotAnswerIsUnknown() {
        dns.fails("1.2.0.192.bl.test", "A");
        assertThat(of("192.0.2.1")).isInstanceOf(Listing.Unknown.class);
    }

    @Test
    void onlyTheAnswersCountThatAreWanted() {
        dns.has("1.2.0.192.bl.test", "A 127.0.0.10").has("2.2.0.192.bl.test", "A 127.0.0.3");
        var some = new DnsList("bl.test", Codes.parse("127.0.0.2-9+127.0.1.0-127.0.1.255"));
        assertThat(some.of(InetAddress.ofLiteral("192.0.2.1"), dns))
                .isEqualTo(new Listing.NotListed());
        assertThat(some.of(InetAddress.ofLiteral("192.0.2.2"), dns))
                .isInstanceOf(Listing.Listed.class);
    }

    @Test
    void theTextIsNeverMoreThanALineOfAscii() {
        dns.has("1.2.0.192.bl.test", "A 127.0.0.2", "TXT a\r\n250 b \u00e9 " + "x".repeat(400));
        assertThat(of("192.0.2.1"))
                .isInstanceOfSatisfying(
                        Listing.Listed.class,
                        listed -> {
                            assertThat(listed.text()).hasSize(200).startsWith("a??250 b ? xxx");
                        });
    }

    @Test
    void aListIsSoundWhoseTestEntriesAre() {
        assertThat(list.trouble(false, dns)).contains("it does not list what every list has");
        dns.has("2.0.0.127.bl.test", "A 127.0.0.2");
        assertThat(list.trouble(false, dns)).isEmpty();
        dns.has("1.0.0.127.bl.test", "A 127.0.0.2");
        assertThat(list.trouble(false, dns)).contains("it lists what must not be listed");

        dns.has("test.bl.test", "A 127.0.1.2");
        assertThat(list.trouble(true, dns)).isEmpty();
        dns.has("invalid.bl.test", "A 127.0.1.2");
        assertThat(list.trouble(true, dns)).contains("it lists what must not be listed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "127.0.0.2-", "10.0.0.1", "127.0.0.9-2", "127.0.0.256", "x", "127.0.0"})
    void whatIsNoAnswerOfAListIsSaidToBeNone(String text) {
        assertThatThrownBy(() -> Codes.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("127.0.0.2");
    }
}
