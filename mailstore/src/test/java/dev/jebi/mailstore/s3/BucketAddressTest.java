package dev.jebi.mailstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;
import java.util.Optional;

final class BucketAddressTest {
    @Test
    void addressesAreRead() {
        assertThat(BucketAddress.parse("s3://mail"))
                .isEqualTo(
                        new BucketAddress("mail", "", Optional.empty(), Optional.empty(), false));
        assertThat(
                        BucketAddress.parse(
                                "s3://mail/jebi/one?endpoint=http://10.0.0.1:9000&region=eu-1"))
                .isEqualTo(
                        new BucketAddress(
                                "mail",
                                "jebi/one/",
                                Optional.of(URI.create("http://10.0.0.1:9000")),
                                Optional.of("eu-1"),
                                true));
        assertThat(
                        BucketAddress.parse(
                                "s3://mail/?endpoint=https%3A%2F%2Fs3.test&path-style=false"))
                .isEqualTo(
                        new BucketAddress(
                                "mail",
                                "",
                                Optional.of(URI.create("https://s3.test")),
                                Optional.empty(),
                                false));
    }

    @Test
    void whatMakesNoSenseIsSaid() {
        for (String wrong :
                List.of(
                        "http://mail",
                        "s3://",
                        "s3://A",
                        "s3://mail/?endpoint=ftp://x",
                        "s3://mail/?endpoint=http://user:password@host",
                        "s3://mail/?endpoint=a b",
                        "s3://mail/?secret-key=x",
                        "s3://mail/?path-style=perhaps",
                        "s3://mail/a b")) {
            assertThatThrownBy(() -> BucketAddress.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("password");
        }
    }
}
