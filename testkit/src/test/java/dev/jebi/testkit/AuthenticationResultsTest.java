package dev.jebi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.authres.AuthenticationResults;
import dev.jebi.authres.AuthservId;
import dev.jebi.authres.MethodResult;
import dev.jebi.authres.ReverseName;
import dev.jebi.dmarc.Authors;
import dev.jebi.mime.HeaderSection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

final class AuthenticationResultsTest {
    @Test
    void theFieldIsFolded() {
        var spf =
                MethodResult.of("spf", "pass")
                        .with("smtp.mailfrom", "a@b.test")
                        .with("smtp.helo", "");
        var dkim =
                MethodResult.of("dkim", "fail")
                        .because("the body hash did not verify")
                        .with("header.d", "b.test")
                        .with("header.b", "abc+/=12");
        assertThat(new AuthenticationResults("mx.test", List.of(spf, dkim)).field())
                .isEqualTo(
                        """
                        Authentication-Results: mx.test;
                        \tspf=pass smtp.mailfrom=a@b.test;
                        \tdkim=fail reason="the body hash did not verify" header.d=b.test
                        \theader.b="abc+/=12"
                        """
                                .replace("\n", "\r\n"));
        assertThat(new AuthenticationResults("mx.test", List.of()).field())
                .isEqualTo("Authentication-Results: mx.test; none\r\n");
    }

    @Test
    void foreignTextStaysInItsPlace() {
        var evil =
                MethodResult.of("spf", "fail")
                        .with("smtp.mailfrom", "a\"b; dkim=pass (\\\r\nX: y@c.test");
        assertThat(new AuthenticationResults("mx.test", List.of(evil)).field())
                .isEqualTo(
                        "Authentication-Results: mx.test;\r\n\tspf=fail"
                                + " smtp.mailfrom=\"a\\\"b; dkim=pass (\\\\??X: y@c.test\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx.test; spf=pass",
                "MX.Test 1; none",
                " (a (nested) \\) comment) mx.test(x); spf=pass",
                "\"mx.test\"; spf=pass",
                "\"mx\\.test\" ; spf=pass",
                "mx.test.; spf=pass",
                "\r\n\tmx.test\r\n\t; spf=pass",
                "mx.test",
            })
    void aFieldInOurNameIsFound(String value) {
        assertThat(AuthservId.claims(value, "mx.test")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other.test; mx.test=pass",
                "(mx.test) x.test; none",
                "",
                ";",
                "mx.test.evil; none"
            })
    void anotherOnesIsNot(String value) {
        assertThat(AuthservId.claims(value, "mx.test")).isFalse();
    }

    @Test
    void aClientHasANameWhenTheNameHasTheClient() {
        var dns =
                new FakeDns()
                        .pointer("192.0.2.1", "wrong.test", "right.test")
                        .has("wrong.test", "A 192.0.2.2")
                        .has("right.test", "A 192.0.2.1")
                        .pointer("192.0.2.3", "wrong.test")
                        .pointer("192.0.2.4", "broken.test")
                        .fails("broken.test", "A")
                        .pointer("2001:db8::1", "six.test")
                        .has("six.test", "AAAA 2001:db8::1");
        assertThat(ReverseName.of(ip("192.0.2.1"), dns))
                .isEqualTo(new ReverseName(ReverseName.Result.PASS, "right.test"));
        assertThat(ReverseName.of(ip("192.0.2.3"), dns).result())
                .isEqualTo(ReverseName.Result.FAIL);
        assertThat(ReverseName.of(ip("192.0.2.4"), dns).result())
                .isEqualTo(ReverseName.Result.TEMPERROR);
        assertThat(ReverseName.of(ip("192.0.2.5"), dns).result())
                .isEqualTo(ReverseName.Result.PERMERROR);
        assertThat(ReverseName.of(ip("2001:db8::1"), dns).name()).isEqualTo("six.test");
    }

    private static InetAddress ip(String text) {
        return InetAddress.ofLiteral(text);
    }

    @ParameterizedTest
    @CsvSource({
        "a@b.test, [b.test]",
        "\"x@evil.test\" <a@B.Test>, [b.test]",
        "<a@b.test>, [b.test]",
        "'a@b.test, c@d.test', '[b.test, d.test]'",
        "'g: a@b.test, c@d.test;', '[b.test, d.test]'",
        "a@bücher.test, [xn--bcher-kva.test]",
        "a@b_c.test, [b_c.test]",
        "a@[192.0.2.1], []",
        "nobody, []",
    })
    void authorsAreFoundInFrom(String from, String domains) {
        var header = "Subject: x\r\nFROM : " + from + "\r\n\r\n";
        assertThat(Authors.of(header(header)).domains().toString()).isEqualTo(domains);
    }

    @Test
    void everyFromFieldCounts() {
        var authors = Authors.of(header("From: a@b.test\r\nFrom: c@d.test\r\n\r\n"));
        assertThat(authors.fields()).isEqualTo(2);
        assertThat(authors.domains()).containsExactly("b.test", "d.test");
    }

    private static HeaderSection header(String text) {
        return HeaderSection.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
