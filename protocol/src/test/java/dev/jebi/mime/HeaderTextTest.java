package dev.jebi.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGeneratorFactory;

class HeaderTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                // RFC 2047 §8
                "(=?ISO-8859-1?Q?a?=) ~ (a)",
                "(=?ISO-8859-1?Q?a?= b) ~ (a b)",
                "(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=) ~ (ab)",
                "(=?ISO-8859-1?Q?a?=    =?ISO-8859-1?Q?b?=) ~ (ab)",
                "(=?ISO-8859-1?Q?a_b?=) ~ (a b)",
                "(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=) ~ (a b)",
                "=?UTF-8?B?w6k=?= ~ é",
                "=?UTF-8?B?w6k?= ~ é",
                "=?utf-8?q?=C3?= =?UTF-8?Q?=A9?= ~ é",
                "=?utf-8?B?7ZWc?= =?utf-8?Q?=EA=B8=80?= ~ 한글",
                "=?UTF-8*en?Q?x?= ~ x",
                "=?utf-8?Q?two words?= ~ two words",
                "a=?utf-8?Q?b?=c ~ abc",
                "=?utf-8?Q?50%_=3D?= ~ 50% =",
                "=?utf-8?Q?=ZZ=4?= ~ =ZZ=4",
                "=?utf-8?Q??= ~ ``",
                "=?nonsense?Q?=C3=A9?= ~ é",
                "=?x-unknown?Q?=E9?= ~ é",
                "=?us-ascii?Q?=E9?= ~ é",
                "=?ks_c_5601-1987?B?x9Gx2w==?= ~ 한글",
                "=?EUC-KR?B?x9Gx2w==?= ~ 한글",
                "=?iso-2022-kr?B?GyQpQw5HUTFbDw==?= ~ 한글",
                "=?gb2312?B?1tDOxA==?= ~ 中文",
                "=?Shift_JIS?B?k/qWew==?= ~ 日本",
                "=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?= ~ 日本",
                "=?utf-7?Q?caf+AOk-?= ~ café",
                "=?unknown ~ =?unknown",
                "=? =?utf-8?Q?a ~ =? =?utf-8?Q?a",
                "=?utf-8?X?a?= ~ =?utf-8?X?a?=",
                "plain ~ plain",
            })
    void decodesWords(String raw, String expected) {
        assertThat(HeaderText.decode(raw)).isEqualTo(expected);
    }

    @Test
    void readsRawEightBits() {
        assertThat(HeaderText.decode(raw("한글".getBytes(StandardCharsets.UTF_8)))).isEqualTo("한글");
        assertThat(HeaderText.decode("caf\u00e9 \u0093x\u0094")).isEqualTo("café “x”");
        byte[] korean = "한글".getBytes(Charsets.of("euc-kr"));
        assertThat(HeaderText.decode(raw(korean), Charsets.of("korean"))).isEqualTo("한글");
    }

    @Test
    void whatItEncodesItDecodesAndLinesAreShort() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        String[] pieces = {"a", " ", "é", "한", "😀", "=?", "_", "?=", "\t", "word ", "=", "日本"};
        for (int round = 0; round < 2000; round++) {
            var text = new StringBuilder("é");
            int count = random.nextInt(60);
            for (int i = 0; i < count; i++) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            String encoded = HeaderText.encode(text.toString());
            assertThat(HeaderText.decode(encoded.replace("\r\n", ""))).isEqualTo(text.toString());
            for (String line : encoded.split("\r\n ")) {
                assertThat(line).hasSizeLessThanOrEqualTo(75).matches("[!-~]+");
            }
        }
        assertThat(HeaderText.encode("plain text")).isEqualTo("plain text");
        assertThat(HeaderText.encode("a\r\nBcc: x")).doesNotContain("\r\nBcc");
    }

    @Test
    void parametersAreJoinedAndDecoded() {
        assertThat(parameter("title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A"))
                .isEqualTo("This is ***fun***");
        assertThat(
                        parameter(
                                "title*1*=%2A%2A%2Afun%2A%2A%2A%20;"
                                        + " title*0*=us-ascii'en'This%20is%20even%20more%20;"
                                        + " title*2=\"isn't it!\""))
                .isEqualTo("This is even more ***fun*** isn't it!");
        assertThat(parameter("title*0*=utf-8''%ED%95; title*1*=%9C")).isEqualTo("한");
        assertThat(parameter("title=\"=?utf-8?Q?caf=C3=A9?=\"")).isEqualTo("café");
        assertThat(parameter("title=plain; title*=utf-8''caf%C3%A9")).isEqualTo("café");
        assertThat(parameter("title*=caf%C3%A9")).isEqualTo("café");
        assertThat(parameter("title*=utf-8''100%")).isEqualTo("100%");
        assertThat(parameter("title*0=\"=?utf-8?Q?ca\"; title*1=\"f=C3=A9?=\"")).isEqualTo("café");
        assertThat(HeaderText.parameter(List.of(), "title")).isEmpty();
    }

    @Test
    void charsetNamesNeverFail() {
        for (String name :
                new String[] {
                    "",
                    " ",
                    "x-unknown",
                    "3dus-ascii",
                    "fakescii",
                    "none",
                    "unknown-8bit",
                    "\0",
                    "a b",
                    "8bit",
                    "\u00e9",
                    "x".repeat(10_000)
                }) {
            assertThat(Charsets.of(name)).as(name).isNotNull();
        }
        assertThat(Charsets.of("KSC5601").name()).isEqualTo("x-windows-949");
        assertThat(Charsets.of("cp949").name()).isEqualTo("x-windows-949");
        assertThat(Charsets.of("ISO-8859-1").name()).isEqualTo("windows-1252");
        assertThat(Charsets.of("utf8")).isEqualTo(StandardCharsets.UTF_8);
        assertThat(Charsets.of("koi8-r").name()).isEqualTo("KOI8-R");
    }

    private static String parameter(String parameters) {
        ContentType type = ContentType.parse("text/plain; " + parameters).orElseThrow();
        return HeaderText.parameter(type.parameters(), "title").orElseThrow();
    }

    private static String raw(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
