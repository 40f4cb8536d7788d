package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MailboxPatternTest {
    @ParameterizedTest
    @CsvSource({
        "*, a/b/c, true",
        "%, a, true",
        "%, a/b, false",
        "a/%, a/b, true",
        "a/%, a/b/c, false",
        "a*c, a/b/c, true",
        "a%c, a/b/c, false",
        "%/%, a/b, true",
        "a, A, false",
        "inbox, INBOX, true",
        "iNb%, INBOX, true",
        "inbox/%, INBOX/a, true",
        "inbox/A, INBOX/a, false",
        "보*, 보낸 편지함, true",
        "a**%b, ab, true",
        "a.c, abc, false",
    })
    void wildcardsMatchAsTheRfcSays(String pattern, String name, boolean matches) {
        assertThat(new MailboxPattern(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void noPatternTakesForEver() {
        var pattern = new MailboxPattern("*a".repeat(500) + "b");
        assertThat(pattern.matches("a".repeat(1_000))).isFalse();
    }
}
