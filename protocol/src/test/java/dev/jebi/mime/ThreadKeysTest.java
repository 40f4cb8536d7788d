package dev.jebi.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadKeysTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "hello ~ hello ~ false",
                "Re: hello ~ hello ~ true",
                "RE : FW: fwd: hello ~ hello ~ true",
                "Re[2]: hello ~ hello ~ true",
                "[list] Re: hello ~ hello ~ true",
                "Re: [list] hello (fwd) (FWD) ~ hello ~ true",
                "[a:b] hello ~ hello ~ false",
                "[only] ~ [only] ~ false",
                "[Fwd: Re: hello] ~ hello ~ true",
                "[fwd: [fwd: x]] ~ x ~ true",
                "a   b ~ a b ~ false",
                "Re: ~ `` ~ true",
                "reply: x ~ reply: x ~ false",
                "`` ~ `` ~ false",
            })
    void baseSubjects(String subject, String base, boolean reply) {
        assertThat(BaseSubject.of(subject)).isEqualTo(new BaseSubject(base, reply));
    }

    @Test
    void hostileSubjectsAreQuick() {
        assertThat(BaseSubject.of("[a]".repeat(100_000)).text()).hasSizeLessThan(600);
        assertThat(BaseSubject.of("[fwd:".repeat(100_000)).text()).isNotEmpty();
        assertThat(BaseSubject.of("re:".repeat(100_000)).reply()).isTrue();
    }

    @Test
    void messageIds() {
        assertThat(MessageIds.of("<a@b> text <c@ d> <<e@f>> <> <\"g\\\"h\"@i> <open"))
                .containsExactly("a@b", "c@d", "e@f", "g\"h@i");
        assertThat(MessageIds.of("<\"01KF8JCEOCBS0045PS\"@x.com>"))
                .containsExactly("01KF8JCEOCBS0045PS@x.com");
        assertThat(MessageIds.first("bare@id")).contains("bare@id");
        assertThat(MessageIds.first("two words")).isEmpty();
        assertThat(MessageIds.first("")).isEmpty();
    }
}
