package dev.jebi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.dmarc.PublicSuffixList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.IDN;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Locale;

/// The public suffix list's own tests, and a few that need no corpus.
final class PublicSuffixTest {
    @ParameterizedTest
    @CsvSource({
        "com, ''",
        "example.com, example.com",
        "a.b.EXAMPLE.com, example.com",
        "example.co.uk, example.co.uk",
        "a.example.co.uk, example.co.uk",
        "co.uk, ''",
        "b.c.mm, b.c.mm",
        "c.mm, ''",
        "www.ck, www.ck",
        "a.www.ck, www.ck",
        "foo.ck, ''",
        "a.b.unlisted-for-ever, b.unlisted-for-ever",
        "www.食狮.公司.cn, xn--85x722f.xn--55qx5d.cn",
        ".com, ''",
        "'', ''",
    })
    void anOrganizationIsOneLabelBelowASuffix(String name, String organization) {
        assertThat(PublicSuffixList.shipped().organizationalDomain(name).orElse(""))
                .isEqualTo(organization);
    }

    @Test
    void rulesAreReadWithoutCommentsAndSections() throws Exception {
        var list =
                PublicSuffixList.read(
                        new BufferedReader(
                                new StringReader("// c\n\nfoo  trailing\n*.bar\n!x.bar\n")));
        assertThat(list.organizationalDomain("a.b.foo")).hasValue("b.foo");
        assertThat(list.organizationalDomain("a.b.c.bar")).hasValue("b.c.bar");
        assertThat(list.organizationalDomain("a.x.bar")).hasValue("x.bar");
    }

    @Test
    void theListsOwnTestsPass() throws IOException {
        var file = Corpus.orSkip().folder().resolve("public-suffix-list/data/tests/tests.txt");
        var wrong = new ArrayList<String>();
        int tests = 0;
        for (String line : Files.readAllLines(file)) {
            var words = line.strip().split("\\s+");
            if (words.length < 2 || words[0].startsWith("//")) {
                continue;
            }
            tests++;
            String name = words[0].equals("null") ? "" : words[0];
            String wanted = words[1].equals("null") ? "" : ascii(words[1]);
            String found = PublicSuffixList.shipped().organizationalDomain(name).orElse("");
            if (!found.equals(wanted)) {
                wrong.add(line + ": " + found);
            }
        }
        assertThat(tests).isGreaterThan(70);
        assertThat(wrong).isEmpty();
    }

    private static String ascii(String name) {
        return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    }
}
