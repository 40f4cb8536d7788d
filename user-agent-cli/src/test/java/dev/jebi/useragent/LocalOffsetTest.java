package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;

/// The system's files of time zones say what Java says.
class LocalOffsetTest {
    @Test
    void offsetsAreThoseOfJava() throws IOException {
        for (String name :
                new String[] {"Asia/Seoul", "Etc/UTC", "Asia/Kolkata", "America/Caracas"}) {
            Path file = Path.of("/usr/share/zoneinfo").resolve(name);
            assumeTrue(Files.exists(file));
            var offset = LocalOffset.read(Files.readAllBytes(file)).orElseThrow();
            var rules = ZoneId.of(name).getRules();
            for (long second = 0; second < 2_500_000_000L; second += 20_000_003L) {
                assertThat(offset.seconds(second))
                        .as("%s at %d", name, second)
                        .isEqualTo(
                                rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds());
            }
        }
    }

    @Test
    void whatChangesItsClocksByARuleIsLeftToJava() throws IOException {
        Path file = Path.of("/usr/share/zoneinfo/Europe/Berlin");
        assumeTrue(Files.exists(file));
        assertThat(LocalOffset.read(Files.readAllBytes(file))).isEmpty();
        assertThat(LocalOffset.read(new byte[10])).isEmpty();
        var now = Instant.parse("2026-11-22T09:30:00Z");
        assertThat(LocalOffset.clock("no/such/zone").at(now)).isNotNull();
    }
}
