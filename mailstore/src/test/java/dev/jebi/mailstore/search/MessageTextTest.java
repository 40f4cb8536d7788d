package dev.jebi.mailstore.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.mime.HeaderSection;
import dev.jebi.mime.MessageHead;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

final class MessageTextTest {
    private static final String MULTIPART =
            """
            From: =?UTF-8?B?7ZmN6ri464+Z?= <hong@example.kr>
            To: "Doe, Jane" <jane@example.org>, Bob <bob@example.org>
            Subject: =?ks_c_5601-1987?B?wM_Byg==?= and more
            X-Folded: one
              two
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            preamble
            --b
            Content-Type: text/plain; charset=euc-kr
            Content-Transfer-Encoding: base64

            %s
            --b
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            <p title=3D"hidden">gr=C3=BC=C3=9Fe <b>bo</b>ld &amp; more</p><script>nothing</script>
            --b
            Content-Type: application/pdf; name*=UTF-8''%%ED%%9A%%8C%%EC%%9D%%98.pdf
            Content-Transfer-Encoding: base64

            aW52aXNpYmxl
            --b
            Content-Type: message/rfc822

            Subject: inner subject
            From: inner@example.org

            inner text
            --b--
            epilogue
            """
                    .formatted(
                            Base64.getEncoder()
                                    .encodeToString("안녕하세요".getBytes(Charset.forName("EUC-KR"))))
                    .replace("\n", "\r\n");

    private final Content message = Content.of(MULTIPART.getBytes(StandardCharsets.UTF_8));
    private final MessageHead head = parse();

    private MessageHead parse() {
        try {
            return MessageParser.parse(message, MimeLimits.STANDARD);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theBodyIsSearchedDecoded() throws IOException {
        assertThat(inBody("녕하세")).isTrue();
        assertThat(inBody("GRÜSSE")).isTrue();
        assertThat(inBody("bold & more")).isTrue();
        assertThat(inBody("inner text")).isTrue();
        assertThat(inBody("inner subject")).isTrue();
        assertThat(inBody("<b>bo</b>ld")).isTrue();
        assertThat(inBody("title=\"hidden\"")).isTrue();
        assertThat(inBody("회의.PDF")).isTrue();
        assertThat(inBody("euc-kr")).isFalse();
        assertThat(inBody("invisible")).isFalse();
        assertThat(inBody("jane")).isFalse();
    }

    @Test
    void theWholeTextHasHeadersOfParts() throws IOException {
        assertThat(inAll("회의.PDF")).isTrue();
        assertThat(inAll("ontent-type: text/plain; CHARSET=euc-kr")).isTrue();
        assertThat(inAll("홍길동")).isTrue();
        assertThat(inAll("녕하세")).isTrue();
        assertThat(inAll("invisible")).isFalse();
    }

    private boolean inAll(String text) throws IOException {
        var header = HeaderSection.read(message, head.structure().extent(), 10_000);
        return MessageText.all(message, header, head.structure(), new Needle(text));
    }

    @Test
    void headerFieldsAreSearchedDecodedAndUnfolded() throws IOException {
        var header = HeaderSection.read(message, head.structure().extent(), 10_000);
        assertThat(MessageText.field(header, "X-Folded", new Needle("one"))).isTrue();
        assertThat(MessageText.field(header, "From", new Needle("홍길동"))).isTrue();
        assertThat(MessageText.header(header, new Needle("홍길동 <HONG@"))).isTrue();
        assertThat(MessageText.header(header, new Needle("inner"))).isFalse();
    }

    @Test
    void addressesAreFoundByNameAndAddress() {
        var envelope = head.envelope();
        assertThat(MessageText.addresses(envelope.from(), new Needle("홍길동"))).isTrue();
        assertThat(MessageText.addresses(envelope.from(), new Needle("@EXAMPLE.kr"))).isTrue();
        assertThat(MessageText.addresses(envelope.to(), new Needle("doe, jane"))).isTrue();
        assertThat(MessageText.addresses(envelope.to(), new Needle("bob <bob@"))).isTrue();
        assertThat(MessageText.addresses(envelope.cc(), new Needle("bob"))).isFalse();
    }

    private boolean inBody(String text) throws IOException {
        return MessageText.body(message, head.structure(), new Needle(text));
    }
}
