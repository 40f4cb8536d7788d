package dev.jebi.mtasts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

class StsPolicyTest {
    private static final String GOOD =
            "version: STSv1\r\n"
                    + "mode: enforce\r\n"
                    + "mx: mail.a.test\r\n"
                    + "mx: *.b.test\r\n"
                    + "max_age: 604800\r\n";

    @Test
    void theExampleOfTheRfcIsRead() {
        assertThat(StsPolicy.parse(GOOD))
                .isEqualTo(
                        new StsPolicy(
                                StsPolicy.Mode.ENFORCE,
                                List.of("mail.a.test", "*.b.test"),
                                Duration.ofDays(7)));
        assertThat(StsPolicy.parse(GOOD).text()).isEqualTo(GOOD);
    }

    @Test
    void unknownKeysLineEndsAndOrderDoNotMatter() {
        assertThat(
                        StsPolicy.parse(
                                "max_age:86400\nother: thing\nmode: testing\n\nmode: enforce\n"
                                        + "mx:MAIL.a.test.\nversion: STSv1"))
                .isEqualTo(
                        new StsPolicy(
                                StsPolicy.Mode.TESTING,
                                List.of("mail.a.test"),
                                Duration.ofDays(1)));
    }

    @Test
    void noneNeedsNoExchanger() {
        assertThat(StsPolicy.parse("version: STSv1\nmode: none\nmax_age: 1\n").mode())
                .isEqualTo(StsPolicy.Mode.NONE);
    }

    @Test
    void aYearIsTheLongest() {
        assertThat(StsPolicy.parse(GOOD.replace("604800", "9999999999")).maxAge())
                .isEqualTo(Duration.ofSeconds(31_557_600));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "version: STSv2\nmode: enforce\nmx: a.test\nmax_age: 1",
                "mode: enforce\nmx: a.test\nmax_age: 1",
                "version: STSv1\nmode: strict\nmx: a.test\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: a.test",
                "version: STSv1\nmode: enforce\nmx: a.test\nmax_age: -1",
                "version: STSv1\nmode: enforce\nmx: *\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: a.*.test\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: .a.test\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: a.test b.test\nmax_age: 1"
            })
    void whatIsNoPolicyIsRefused(String text) {
        assertThatThrownBy(() -> StsPolicy.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "mail.a.test,true",
        "MAIL.A.TEST.,true",
        "x.b.test,true",
        "b.test,false",
        "x.y.b.test,false",
        "mail.a.test.evil,false",
        "a.test,false"
    })
    void hostsMatchByNameOrByOneLabel(String host, boolean matches) {
        assertThat(StsPolicy.parse(GOOD).matches(host)).isEqualTo(matches);
    }

    @Test
    void oneRecordIsTaken() {
        assertThat(StsRecord.among(List.of("v=spf1 -all", "v=STSv1; id=20160831085700Z;")))
                .contains(new StsRecord("20160831085700Z"));
        assertThat(StsRecord.among(List.of("v=STSv1; id=1", "v=STSv1; id=2"))).isEmpty();
        assertThat(StsRecord.among(List.of("v=STSv1"))).isEmpty();
        assertThat(StsRecord.among(List.of("v=STSv1; id=not ok"))).isEmpty();
        assertThat(StsRecord.among(List.of("v=STSv11; id=1"))).isEmpty();
        assertThat(StsRecord.among(List.of("id=1; v=STSv1"))).isEmpty();
    }
}
