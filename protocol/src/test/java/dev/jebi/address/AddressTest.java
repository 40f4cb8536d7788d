package dev.jebi.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

final class AddressTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "bob@example.org, bob, bob@example.org",
                "Bob@EXAMPLE.org, Bob, Bob@example.org",
                "a.b+c@example.org, a.b+c, a.b+c@example.org",
                "!#$%&'*+-/=?^_`{}~@example.org, !#$%&'*+-/=?^_`{}~,"
                        + " !#$%&'*+-/=?^_`{}~@example.org",
                "\"a b\"@example.org, a b, \"a b\"@example.org",
                "\"a@b\"@example.org, a@b, \"a@b\"@example.org",
                "\"bob\"@example.org, bob, bob@example.org",
                "\"b\\ob\"@example.org, bob, bob@example.org",
                "\"a\\\"b\\\\c\"@example.org, a\"b\\c, \"a\\\"b\\\\c\"@example.org",
                "\"a..b\"@example.org, a..b, \"a..b\"@example.org",
                "\"\"@example.org, ||, \"\"@example.org",
                "x@[192.0.2.1], x, x@[192.0.2.1]",
                "x@[IPv6:::1], x, x@[IPv6:0:0:0:0:0:0:0:1]",
                "보낸이@한국.kr, 보낸이, 보낸이@xn--3e0b707e.kr",
                "\"é é\"@example.org, é é, \"é é\"@example.org",
                "😀@example.org, 😀, 😀@example.org",
            })
    void isRead(String text, String localPart, String written) {
        var address = Address.parse(text);
        assertThat(address.localPart()).isEqualTo(localPart);
        assertThat(address).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "bob",
                "bob@",
                "@example.org",
                ".bob@example.org",
                "bob.@example.org",
                "b..ob@example.org",
                "b ob@example.org",
                "b\u0000ob@example.org",
                "b\r\nob@example.org",
                "b\u0085ob@example.org",
                "b\u2028ob@example.org",
                "b\uD800ob@example.org",
                "b@ob@example.org",
                "b<ob@example.org",
                "\"bob@example.org",
                "\"bob\\",
                "\"bob\\\"@example.org",
                "\"bob\"",
                "\"bob\"x@example.org",
                "\"b\u0007ob\"@example.org",
                "\"b\\\u00E9ob\"@example.org",
                "bob@example.org ",
                " bob@example.org",
                "bob@example.org>",
                "bob@exa mple.org",
            })
    void isRefusedWhenItIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Address.parse(text));
    }

    @Test
    void hasALocalPartOfAtMost64Octets() {
        assertThat(Address.parse("a".repeat(64) + "@example.org").localPart()).hasSize(64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.parse("a".repeat(65) + "@example.org"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.parse("é".repeat(33) + "@example.org"));
    }

    @Test
    void hasAtMost254Octets() {
        String domain = "ab.".repeat(62) + "abc"; // 189
        assertThat(Address.parse("a".repeat(64) + "@" + domain).toString()).hasSize(254);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.parse("a".repeat(64) + "@x" + domain));
    }

    @Test
    void needsSmtpUtf8WhenItsLocalPartIsNotAscii() {
        assertThat(Address.parse("é@example.org").international()).isTrue();
        assertThat(Address.parse("e@한국.kr").international()).isFalse();
    }

    @Test
    void isReadBackFromWhatItWrites() {
        long seed = Long.getLong("jebi.seed", System.nanoTime());
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var local = new StringBuilder();
            int length = random.nextInt(16);
            for (int k = 0; k < length; k++) {
                local.appendCodePoint(
                        random.nextInt(8) == 0
                                ? 0xA1 + random.nextInt(0x700)
                                : ' ' + random.nextInt(95));
            }
            var address = new Address(local.toString(), Domain.parse("example.org"));
            assertThat(Address.parse(address.toString())).as("seed %d", seed).isEqualTo(address);
        }
    }

    @Test
    void neverFailsInAnotherWayOnWhateverText() {
        long seed = Long.getLong("jebi.seed", System.nanoTime());
        var random = new Random(seed);
        String alphabet = "ab.@\"\\[]:IPv6-1<> \u0000\r\n\u00E9\u3002\uD83D\uDE00\u00AD한_";
        for (int i = 0; i < 50_000; i++) {
            var text = new StringBuilder();
            int length = random.nextInt(24);
            for (int k = 0; k < length; k++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                var address = Address.parse(text.toString());
                assertThat(Address.parse(address.toString()))
                        .as("seed %d", seed)
                        .isEqualTo(address);
            } catch (IllegalArgumentException e) {
                assertThat(e).as("seed %d", seed).hasMessageNotContaining("\n");
            }
        }
    }
}
