package dev.jebi.sieve;

import static dev.jebi.sieve.Scripts.errors;
import static dev.jebi.sieve.Scripts.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 5229, and encoded characters (RFC 5228 §2.4.2.4).
class VariablesTest {
    private static String mailbox(String script) {
        SieveOutcome outcome =
                run(
                        "require [\"variables\", \"fileinto\", \"encoded-character\","
                                + " \"enotify\"];\n"
                                + script);
        assertThat(outcome.error()).isEmpty();
        return outcome.actions().stream()
                .filter(SieveAction.FileInto.class::isInstance)
                .map(a -> ((SieveAction.FileInto) a).target().mailbox())
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "                | juMBlEd lETteRS | juMBlEd lETteRS",
                ":length         | juMBlEd lETteRS | 15",
                ":lower          | juMBlEd lETteRS | jumbled letters",
                ":upperfirst     | juMBlEd lETteRS | JuMBlEd lETteRS",
                ":upperfirst :lower | juMBlEd lETteRS | Jumbled letters",
                ":quotewildcard  | Rock* | Rock\\*",
                ":encodeurl      | a b/ü~ | a%20b%2F%C3%BC~",
                ":length         | 메일 | 2"
            })
    void modifiers(String modifiers, String value, String expected) {
        String tags = modifiers == null ? "" : modifiers;
        assertThat(mailbox("set " + tags + " \"x\" \"" + value + "\"; fileinto \"${X}\";"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "&${}!        | &${}!",
                "${doh!}      | ${doh!}",
                "${a}${unset}x | onex",
                "${A          | ${A",
                "$${hex:40}   | $@",
                "${hex: 40 }  | @",
                "${hex:40     | ${hex:40",
                "${hex:400}   | ${hex:400}",
                "${hex:C3}${hex:A9} | é",
                "${unicode:1F600 e9} | 😀é",
                "${hex:24}{a} | one"
            })
    void references(String text, String expected) {
        assertThat(mailbox("set \"a\" \"one\"; fileinto \"" + text + "\";")).isEqualTo(expected);
    }

    @Test
    void matchVariablesStayUntilTheNextMatch() {
        String script =
                """
                if header :matches "subject" "* at *" {
                  if header :matches "subject" "nothing*" { }
                  fileinto "${2}.${1}";
                }
                """;
        assertThat(mailbox(script)).isEqualTo("noon.Café");
    }

    @Test
    void whatIsWrongIsTold() {
        assertThat(errors("require \"variables\"; set \"1a\" \"x\";")).hasSize(1);
        assertThat(errors("require \"variables\"; set :lower :upper \"a\" \"x\";")).hasSize(1);
        assertThat(errors("require \"variables\"; set \"a.b\" \"x\";")).hasSize(1);
        assertThat(errors("require \"variables\"; redirect \"${no.such}\";")).hasSize(1);
        assertThat(errors("require \"encoded-character\"; redirect \"a${unicode:d800}@b.c\";"))
                .isNotEmpty();
    }

    @Test
    void withoutRequireADollarIsADollar() {
        SieveOutcome outcome = run("require \"fileinto\"; fileinto \"${a}\";");
        assertThat(outcome.actions()).first().asString().contains("mailbox=${a}");
    }
}
