package dev.jebi.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.OffsetDateTime;

class MailDateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Fri, 21 Nov 1997 09:55:06 -0600 | 1997-11-21T09:55:06-06:00",
                "21 Nov 97 09:55:06 GMT | 1997-11-21T09:55:06Z",
                "Fri, 21 Nov 1997 09(comment):   55  :  06 -0600 | 1997-11-21T09:55:06-06:00",
                "Fri, 21 Nov 1997 09:55 EST | 1997-11-21T09:55:00-05:00",
                "Thu, 13 Feb 1969 23:32 -0330 (Newfoundland Time) | 1969-02-13T23:32:00-03:30",
                "Sat, 1 Jan 00 00:00:00 +0000 | 2000-01-01T00:00:00Z",
                "Sat, 1 Jan 100 00:00:00 +0000 | 2000-01-01T00:00:00Z",
                "Fri Nov 21 09:55:06 1997 | 1997-11-21T09:55:06Z",
                "Fri Nov 21 09:55:06 PST 1997 | 1997-11-21T09:55:06-08:00",
                "Friday, 21-Nov-97 09:55:06 GMT | 1997-11-21T09:55:06Z",
                "Nov 21, 1997 9:55:06 PM | 1997-11-21T21:55:06Z",
                "1997-11-21T09:55:06+01:00 | 1997-11-21T09:55:06+01:00",
                "21 November 1997 | 1997-11-21T00:00:00Z",
                "Fri,21 Nov 1997 09:55:60 GMT+0200 | 1997-11-21T09:55:59+02:00",
                "31 Feb 2020 10:00:00 +0000 | 2020-02-29T10:00:00Z",
                "21 Nov 1997 09:55:06 +9999 | 1997-11-21T09:55:06Z",
                "Fri, 21 Nov 1997 09:55:06 Z | 1997-11-21T09:55:06Z",
                "Fri, 21 Nov 1997 09:55:06 -6 | 1997-11-21T09:55:06-06:00",
                "1 Jan 2000 25:00:00 +0100 | 2000-01-01T00:00:00+01:00",
            })
    void readsWhatSendersWrite(String field, String expected) {
        assertThat(MailDate.parse(field).map(OffsetDateTime::toString).orElse("-"))
                .isEqualTo(OffsetDateTime.parse(expected).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "99 Nov 1997", "21 Foo 1997"})
    void givesNothingForNoDate(String field) {
        assertThat(MailDate.parse(field)).isEmpty();
    }

    @Test
    void writesWhatItReads() {
        OffsetDateTime date = OffsetDateTime.parse("2026-11-02T01:02:03+09:00");
        assertThat(MailDate.format(date)).isEqualTo("Mon, 2 Nov 2026 01:02:03 +0900");
        assertThat(MailDate.parse(MailDate.format(date))).contains(date);
    }
}
