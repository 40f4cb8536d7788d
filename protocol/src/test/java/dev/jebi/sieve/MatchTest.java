package dev.jebi.sieve;

import static dev.jebi.sieve.Scripts.errors;
import static dev.jebi.sieve.Scripts.holds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

/// Match types, comparators and address parts: RFC 5228 §2.7, RFC 5231, RFC 5233, RFC 5051.
class MatchTest {
    private static final String ALL =
            "\"relational\", \"comparator-i;ascii-numeric\", \"subaddress\", \"variables\","
                    + " \"envelope\"";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "header :value \"gt\" :comparator \"i;ascii-numeric\" \"x-number\" \"9\"",
                "not header :value \"gt\" :comparator \"i;octet\" \"x-number\" \"9\"",
                "header :value \"lt\" :comparator \"i;ascii-numeric\" \"x-number\" \"many\"",
                "header :value \"eq\" :comparator \"i;ascii-numeric\" \"subject\" \"infinite\"",
                "header :is :comparator \"i;ascii-numeric\" \"x-number\" \"0042abc\"",
                "header :count \"eq\" :comparator \"i;ascii-numeric\" \"x-two\" \"2\"",
                "header :count \"eq\" :comparator \"i;ascii-numeric\" \"x-none\" \"0\"",
                "header :count \"ge\" :comparator \"i;ascii-numeric\" [\"x-two\", \"from\"] \"3\"",
                "address :count \"eq\" :comparator \"i;ascii-numeric\" [\"to\", \"cc\"] \"2\"",
                "address :user \"to\" \"me\"",
                "address :detail \"to\" \"lists\"",
                "not address :detail :matches \"from\" \"*\"",
                "address :detail :contains \"to\" \"ist\"",
                "envelope :detail \"to\" \"lists\"",
                "envelope :domain \"from\" \"example.org\"",
                "header :comparator \"i;unicode-casemap\" \"subject\" \"CAFÉ at noon\"",
                "header :contains :comparator \"i;unicode-casemap\" \"subject\" \"afÉ\"",
                "string :is \"\" \"\"",
                "string :count \"eq\" :comparator \"i;ascii-numeric\" [\"\", \"a\"] \"1\"",
                "string :matches \"a*b\" \"a\\\\*b\"",
                "not string :matches \"axb\" \"a\\\\*b\"",
                "string :matches \"😀\" \"?\"",
                "string :matches \"\" \"*\"",
                "not string :matches \"\" \"?\"",
                "string :matches \"abcabd\" \"*ab?\"",
                "string :matches \"frop.......frop.........frop....\" \"*frop*frop*\""
            })
    void matches(String test) {
        assertThat(holds(ALL, test)).isTrue();
    }

    @Test
    void wildcardsTakeAsLittleAsTheyCanFromTheLeft() {
        String script =
                """
                require "variables";
                if string :matches "[acme-users] [fwd] re: hello" "[*] *" {
                    if string "${1}/${2}/${0}" "acme-users/[fwd] re: hello/[acme-users] [fwd] re: hello" {
                        discard;
                    }
                }
                """;
        assertThat(Scripts.run(script).implicitKeep()).isFalse();
    }

    @Test
    void capturesComeFromTheTextAsItWasWritten() {
        String script =
                """
                require "variables";
                if string :matches :comparator "i;unicode-casemap" "Straße ÉCOLE" "sTRAßE *" {
                    if string :comparator "i;octet" "${1}" "ÉCOLE" { discard; }
                }
                """;
        assertThat(Scripts.run(script).implicitKeep()).isFalse();
    }

    @Test
    void aPatternOfManyStarsEndsSoon() {
        String stars = "a*".repeat(2_000) + "b";
        String text = "a".repeat(50_000);
        long start = System.nanoTime();
        assertThat(holds("\"variables\"", "string :matches \"" + text + "\" \"" + stars + "\""))
                .isFalse();
        String singles = "*" + "?a".repeat(400) + "b";
        SieveOutcome outcome =
                Scripts.run(
                        "require \"variables\"; if string :matches \""
                                + text
                                + "\" \""
                                + singles
                                + "\" { discard; }");
        assertThat(outcome.implicitKeep()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void theNumericComparatorFindsNoParts() {
        assertThat(
                        errors(
                                """
                                require "comparator-i;ascii-numeric";
                                if header :contains :comparator "i;ascii-numeric" "a" "b" { keep; }
                                """))
                .singleElement()
                .asString()
                .contains("can't look for parts");
    }

    @Test
    void aComparatorThatIsNotRequiredIsAnError() {
        assertThat(errors("if header :comparator \"i;ascii-numeric\" \"a\" \"b\" { keep; }"))
                .singleElement()
                .asString()
                .contains("comparator-i;ascii-numeric");
    }
}
