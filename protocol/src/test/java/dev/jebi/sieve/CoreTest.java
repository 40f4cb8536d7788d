package dev.jebi.sieve;

import static dev.jebi.sieve.Scripts.errors;
import static dev.jebi.sieve.Scripts.holds;
import static dev.jebi.sieve.Scripts.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 5228.
class CoreTest {
    @Test
    void anEmptyScriptKeeps() {
        SieveOutcome outcome = run("# nothing\n/* at all */");
        assertThat(outcome.implicitKeep()).isTrue();
        assertThat(outcome.actions()).singleElement().isInstanceOf(SieveAction.Keep.class);
    }

    @Test
    void filingCancelsTheImplicitKeep() {
        SieveOutcome outcome = run("require \"fileinto\"; fileinto \"Lists/Überall\";");
        assertThat(outcome.implicitKeep()).isFalse();
        assertThat(outcome.actions())
                .singleElement()
                .isInstanceOfSatisfying(
                        SieveAction.FileInto.class,
                        f -> assertThat(f.target()).isEqualTo(new SieveTarget("Lists/Überall")));
    }

    @Test
    void elsifAndElseTakeOneBranch() {
        SieveOutcome outcome =
                run(
                        """
                        require "fileinto";
                        if header "subject" "nothing" { fileinto "A"; }
                        elsif header :contains "subject" "café" { fileinto "B"; }
                        else { fileinto "C"; }
                        """);
        assertThat(outcome.actions()).singleElement().asString().contains("mailbox=B");
    }

    @Test
    void stopEnds() {
        assertThat(run("if true { stop; } discard;").implicitKeep()).isTrue();
    }

    @Test
    void aFaultLeavesTheImplicitKeepAlone() {
        SieveOutcome outcome =
                run("require \"reject\"; redirect \"a@b.test\"; reject \"no\"; keep;");
        assertThat(outcome.implicitKeep()).isTrue();
        assertThat(outcome.actions()).singleElement().isInstanceOf(SieveAction.Keep.class);
        assertThat(outcome.error()).hasValueSatisfying(e -> assertThat(e.line()).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "header :is \"subject\" \"Café at noon\"",
                "header :is \"subject\" \"caFé AT noon\"",
                "not header :comparator \"i;octet\" \"subject\" \"cafÉ at noon\"",
                "header :matches \"subject\" \"C*?t noon\"",
                "header :matches \"subject\" \"Caf? at*\"",
                "header :contains [\"x-none\", \"x-two\"] [\"z\", \"econ\"]",
                "not header :contains \"x-none\" \"\"",
                "header :contains \"x-two\" \"\"",
                "address :domain \"from\" \"EXAMPLE.org\"",
                "address :localpart \"cc\" \"other\"",
                "address [\"to\", \"from\"] \"ada@example.org\"",
                "exists [\"from\", \"x-number\"]",
                "not exists [\"from\", \"x-none\"]",
                "size :over 10",
                "size :under 1K",
                "allof (true, not false, anyof (false, true))"
            })
    void testsOfTheCore(String test) {
        assertThat(holds("", test)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "keep                         | 1:5  | semicolon",
                "fileinto \"x\";              | 1:1  | require \"fileinto\"",
                "frop;                        | 1:1  | unknown command 'frop'",
                "if true { keep; } \"         | 1:19 | never closed",
                "if header \"a\" { keep; }    | 1:4  | requires 2 positional",
                "if header :nope \"a\" \"b\" { } | 1:11 | ':nope'",
                "keep; require \"fileinto\";  | 1:7  | before all other",
                "if (true) { }                | 1:1  | one test",
                "redirect \"nobody\";         | 1:10 | not an address"
            })
    void errorsSayWhereAndWhat(String script, String place, String words) {
        assertThat(errors(script)).first().asString().startsWith(place + ":").contains(words);
    }
}
