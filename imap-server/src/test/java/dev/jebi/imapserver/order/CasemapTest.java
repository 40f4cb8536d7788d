package dev.jebi.imapserver.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

final class CasemapTest {
    @Test
    void caseAndComposedFormsAreOne() {
        assertThat(Casemap.fold("hello")).isEqualTo(Casemap.fold("HELLO")).isEqualTo("HELLO");
        assertThat(Casemap.fold("é")).isEqualTo(Casemap.fold("É")).isEqualTo("E\u0301");
        assertThat(Casemap.fold("e\u0301")).isEqualTo(Casemap.fold("é"));
        assertThat(Casemap.fold("가")).isEqualTo("\u1100\u1161");
        assertThat(Casemap.fold("Ａ")).isEqualTo("A");
    }

    /// RFC 5051 §2: title case, not upper case, and nothing is folded further.
    @Test
    void titleCaseDecides() {
        assertThat(Casemap.fold("ǆ")).isEqualTo("Dz\u030C");
        assertThat(Casemap.fold("ß")).isEqualTo("ß");
    }

    @Test
    void octetsGiveTheOrder() {
        assertThat(compare("", "a")).isNegative();
        assertThat(compare("a", "B")).isNegative();
        assertThat(compare("_", "a")).isPositive(); // behind the capitals
        assertThat(compare("z", "é")).isPositive(); // an E and an accent
        assertThat(compare("나", "가")).isPositive();
        assertThat(compare("\uFFFD", "\uD83D\uDE00")).isNegative(); // not as UTF-16 has it
    }

    private static int compare(String one, String other) {
        return Arrays.compareUnsigned(Casemap.key(one), Casemap.key(other));
    }
}
