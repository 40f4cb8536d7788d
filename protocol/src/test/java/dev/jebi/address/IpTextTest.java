package dev.jebi.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;

final class IpTextTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "0:0:0:0:0:0:0:0, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "::ffff:192.0.2.1, 192.0.2.1",
    })
    void addressesAreWrittenShort(String given, String text) {
        assertThat(IpText.of(InetAddress.ofLiteral(given))).isEqualTo(text);
    }
}
