package dev.jebi.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;

final class BlockTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.77, 192.0.2.77, 192.0.2.77, true",
        "192.0.2.77/24, 192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.77/24, 192.0.2.0/24, 192.0.3.0, false",
        "10.0.0.0/9, 10.0.0.0/9, 10.127.255.255, true",
        "0.0.0.0/0, 0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 0.0.0.0/0, 2001:db8::1, false",
        "2001:db8:1:2:3::/64, 2001:db8:1:2:0:0:0:0/64, 2001:db8:1:2:ffff::1, true",
        "2001:db8::1, 2001:db8:0:0:0:0:0:1, 2001:db8::1, true",
    })
    void aBlockHasWhatSharesItsBits(
            String text, String written, String address, boolean contained) {
        var block = Block.parse(text);
        assertThat(block).hasToString(written);
        assertThat(block.contains(InetAddress.ofLiteral(address))).isEqualTo(contained);
        assertThat(Block.parse(block.toString())).isEqualTo(block);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "10/8",
                "192.0.2.0/33",
                "192.0.2.0/-1",
                "here.test",
                "1.2.3.4.5",
                "192.0.2.0/",
                "::1/129",
                "256.1.1.1",
                "192.0.2.1/x"
            })
    void whatIsNoBlockIsSaidToBeNone(String text) {
        assertThatThrownBy(() -> Block.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("192.0.2.0/24");
    }

    @Test
    void aClientOfIpv6IsItsSubnet() {
        var one = InetAddress.ofLiteral("2001:db8:1:2::1");
        var other = InetAddress.ofLiteral("2001:db8:1:2:ffff::");
        assertThat(Block.client(one)).isEqualTo(Block.client(other));
        assertThat(Block.network(one))
                .isEqualTo(Block.network(InetAddress.ofLiteral("2001:db8:1:9::")));
        assertThat(Block.client(InetAddress.ofLiteral("192.0.2.1")))
                .isNotEqualTo(Block.client(InetAddress.ofLiteral("192.0.2.2")));
    }
}
