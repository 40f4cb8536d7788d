package dev.jebi.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.OffsetDateTime;
import java.util.OptionalLong;
import java.util.SplittableRandom;

final class PlainDateTest {
    private static OptionalLong slowly(String date) {
        var parsed = MailDate.parse(date).map(OffsetDateTime::toEpochSecond);
        return parsed.isPresent() ? OptionalLong.of(parsed.get()) : OptionalLong.empty();
    }

    @Test
    void whatIsPlainIsReadAtAGlance() {
        for (String date :
                new String[] {
                    "Thu, 12 Feb 2026 13:45:01 +0100",
                    "12 Feb 2026 13:45 -0830",
                    "Thu,  2 Feb 2026 00:00:00 +0000 (GMT)",
                    "Sat, 29 Feb 2020 23:59:59 -0000"
                }) {
            assertThat(PlainDate.seconds(date)).as(date).isPresent().isEqualTo(slowly(date));
        }
    }

    @Test
    void whatIsReadAtAGlanceIsWhatItIs() {
        long seed = new SplittableRandom().nextLong();
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 3_000; i++) {
            String date =
                    pick(random, "Thu, ", "", "Thu,", "thu, ", "1hu, ")
                            + random.nextInt(34)
                            + pick(random, " ", "  ", "-")
                            + pick(random, "Jan", "Feb", "Jun", "DEC", "Dec", "May", "xxx")
                            + " "
                            + pick(random, "2026", "26", "1999", "0001", "20266")
                            + pick(random, " ", "  ")
                            + pick(random, "01:02:03", "1:02", "23:59", "24:00:00", "07:60")
                            + pick(random, " ", "")
                            + pick(random, "+0100", "-0330", "+1900", "GMT", "+00", "")
                            + pick(random, "", " (x)", " (x", " (a(b)c)", " y", "(z)");
            var glance = PlainDate.seconds(date);
            if (glance.isPresent()) {
                assertThat(glance).as("seed %d: %s", seed, date).isEqualTo(slowly(date));
            }
            assertThat(MailDate.seconds(date)).as("seed %d", seed).isEqualTo(slowly(date));
        }
    }

    private static String pick(SplittableRandom random, String... from) {
        return from[random.nextInt(from.length)];
    }
}
