package dev.jebi.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DomainTest {
    @ParameterizedTest
    @CsvSource({
        "example.org, example.org",
        "EXAMPLE.Org, example.org",
        "localhost, localhost",
        "a, a",
        "1and1.example, 1and1.example",
        "a-b.example, a-b.example",
        "xn--fsq.example, xn--fsq.example",
        "XN--FSQ.example, xn--fsq.example",
        "例.example, xn--fsq.example",
        "한국.kr, xn--3e0b707e.kr",
        "münchen.de, xn--mnchen-3ya.de",
        "MÜNCHEN.de, xn--mnchen-3ya.de",
        "example。org, example.org",
        "[192.0.2.1], [192.0.2.1]",
        "[IPv6:::1], [IPv6:0:0:0:0:0:0:0:1]",
        "[ipv6:2001:DB8::1], [IPv6:2001:db8:0:0:0:0:0:1]",
        "[IPv6:::ffff:192.0.2.1], [IPv6:::ffff:192.0.2.1]",
    })
    void isReadIntoTheFormThatIsCompared(String text, String name) {
        assertThat(Domain.parse(text)).isEqualTo(new Domain(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "example.org.",
                ".example.org",
                "a..b",
                "-a.example",
                "a-.example",
                "a_b.example",
                "a b.example",
                "a\u0000b.example",
                "a\tb",
                "exam\u007Fple",
                "。",
                "a。。b",
                "\u00AD",
                "\uD800.example",
                "[",
                "]",
                "[]",
                "[1]",
                "[1.2.3]",
                "[1.2.3.256]",
                "[01.2.3.4]",
                "[1.2.3.4",
                "[1.2.3.4]x",
                "[IPv6:]",
                "[IPv6:1.2.3.4]",
                "[IPv6:zz::1]",
                "[IPv6:1:2:3]",
                "[IPv6:fe80::1%eth0]",
                "[x:y]",
            })
    void isRefusedWhenItIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Domain.parse(text));
    }

    @Test
    void hasLabelsOfAtMost63Octets() {
        assertThat(Domain.parse("a".repeat(63) + ".example").name()).hasSize(71);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Domain.parse("a".repeat(64) + ".example"));
        assertThatIllegalArgumentException().isThrownBy(() -> Domain.parse("ü".repeat(63) + ".de"));
    }

    @Test
    void hasAtMost255Octets() {
        assertThat(Domain.parse("ab.".repeat(84) + "abc").name()).hasSize(255);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Domain.parse("ab.".repeat(84) + "abcd"));
    }

    @Test
    void knowsTheAddressOfALiteral() {
        assertThat(Domain.parse("[192.0.2.1]").literalAddress().orElseThrow().getHostAddress())
                .isEqualTo("192.0.2.1");
        assertThat(Domain.parse("[IPv6:::1]").literalAddress().orElseThrow().isLoopbackAddress())
                .isTrue();
        assertThat(Domain.parse("example.org").literalAddress()).isEmpty();
    }
}
