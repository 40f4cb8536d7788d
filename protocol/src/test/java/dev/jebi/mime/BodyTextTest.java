package dev.jebi.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.random.RandomGeneratorFactory;

class BodyTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "a=3Db=3db ~ a=b=b",
                "soft=|line ~ softline",
                "soft= \t|line ~ softline",
                "trailing \t|next ~ trailing|next",
                "in  side ~ in  side",
                "=C3=A9 ~ Ã©",
                "=ZZ =4 = x ~ =ZZ =4 = x",
                "end=4 ~ end=4",
                "end= ~ end",
            })
    void quotedPrintableIsForgiven(String encoded, String expected) throws IOException {
        assertThat(decoded(encoded, "quoted-printable")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "aGVs|bG8= ~ hello",
                "aGVsbG8 ~ hello",
                "aG!V*s bG8=== ~ hello",
                "aGVsbG8=IHdvcmxk ~ hello world",
                "a ~ ``",
                "``~``",
            })
    void base64IsForgiven(String encoded, String expected) throws IOException {
        assertThat(decoded(encoded, "Base64")).isEqualTo(expected);
    }

    @Test
    void base64OfAnySizeComesBack() throws IOException {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        for (int size = 0; size < 40_000; size += 997) {
            var octets = new byte[size];
            random.nextBytes(octets);
            byte[] encoded = Base64.getMimeEncoder().encode(octets);
            assertThat(TransferDecoding.open(Content.of(encoded), "base64").readAllBytes())
                    .isEqualTo(octets);
        }
    }

    @Test
    void unknownEncodingsAreLeftAlone() throws IOException {
        assertThat(decoded("=41", "x-uuencode")).isEqualTo("=41");
        assertThat(TransferDecoding.known("x-uuencode")).isFalse();
        assertThat(TransferDecoding.known("BASE64")).isTrue();
    }

    @Test
    void charsetsAreAppliedOrGuessed() throws IOException {
        assertThat(text("text/plain; charset=ks_c_5601-1987", "\u00c7\u00d1")).isEqualTo("한");
        assertThat(text("text/plain", "\u00c3\u00a9")).isEqualTo("é");
        assertThat(text("text/plain; charset=us-ascii", "\u00e9")).isEqualTo("é");
        assertThat(text("text/plain; charset=nonsense", "\u00e9")).isEqualTo("é");
        assertThat(text("text/html", "<meta charset=\"euc-kr\"><b>\u00c7\u00d1</b>")).contains("한");
        assertThat(text("text/plain; charset=utf-7", "Hi Mom -+Jjo--!")).isEqualTo("Hi Mom -☺-!");
        assertThat(text("text/plain; charset=utf-7", "1 +- 1")).isEqualTo("1 + 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "<p>one</p><p>two</p> ~ one two",
                "he<b>ll</b>o ~ hello",
                "a<br>b<br/>c ~ a b c",
                "<script>var x = '<p>';</script>text<style>p{}</style> ~ text",
                "<!-- no -- <b> -->yes<!-->too<!----> ~ yestoo",
                "&lt;&amp;&eacute;&#54620;&#xae00;&nbsp;x ~ <&é한글 x",
                "AT&T & &bogus; 1 < 2 ~ AT&T & &bogus 1 < 2",
                "<a href=\"a>b\" title='>'>link</a> ~ link",
                "a   b | c ~ a b c",
                "&#xD800;&#1114112; ~ &#xD800&#1114112",
            })
    void htmlBecomesText(String html, String expected) throws IOException {
        assertThat(text("text/html; charset=utf-8", html).strip()).isEqualTo(expected);
    }

    private static String text(String type, String body) throws IOException {
        byte[] octets = Outline.wire("Content-Type: " + type + "\n\n" + body.replace("|", "\n"));
        return BodyText.read(
                Content.of(octets), (BodyPart.Leaf) Outline.parse(octets).structure(), 1000);
    }

    private static String decoded(String encoded, String encoding) throws IOException {
        byte[] octets = Outline.wire(encoded.replace("|", "\n"));
        return new String(
                        TransferDecoding.open(Content.of(octets), encoding).readAllBytes(),
                        StandardCharsets.ISO_8859_1)
                .replace("\r\n", "|");
    }
}
