package dev.jebi.transfer.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Whose name a lesson counts for.
final class LearnerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mx.test; dmarc=pass header.from=Far.test polrec.p=reject | far.test",
                "mx.test; spf=pass smtp.mailfrom=a@x.test; dmarc=pass header.from=far.test|"
                        + " far.test",
                "mx.test; dmarc=fail reason=\"no\" header.from=far.test | ''",
                "other.test; dmarc=pass header.from=far.test | ''",
                "mx.test; spf=pass smtp.mailfrom=\"\\\"dmarc=pass header.from=bank.test"
                        + " \\\"@evil.test\"; dmarc=none header.from=evil.test | ''",
                "mx.test; spf=fail reason=\"dmarc=pass header.from=bank.test x\" | ''",
            })
    void theAuthorIsWhoWasVerifiedAndNobodyWhomTheMessageNames(String results, String author)
            throws IOException {
        String message = "Authentication-Results: " + results + "\r\nSubject: x\r\n\r\nHi\r\n";
        var content = Content.of(message.getBytes(StandardCharsets.UTF_8));
        assertThat(Learner.author(content, "mx.test").orElse("")).isEqualTo(author);
    }
}
