package dev.jebi.pop3server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.mime.HeaderText;
import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// UTF-8 mail for sessions with UTF8 and without (RFC 6856 §4).
final class DowngradedTest {
    private static final String MESSAGE =
            """
            From: 김철수 <kim@a.test>, "Ann, B." <ann@a.test>
            To: 팀 <팀@보기.한국>, 모두: bob@a.test, 영희@a.test;
            Subject: 한국어
             제목
            Message-ID: <한@a.test>
            Content-Disposition: attachment; filename="보고 서.txt"; size=3
            X-Plain: as it is

            본문
            """
                    .replace("\n", "\r\n");

    @TempDir private Path directory;

    private static String downgraded(byte[] octets) throws IOException {
        var content = Downgraded.of(Content.of(octets));
        return new String(content.octets(0, (int) content.size()), StandardCharsets.UTF_8);
    }

    @Test
    void theHeaderIsAsciiAndSaysTheSame() throws IOException {
        String written = downgraded(MESSAGE.getBytes(StandardCharsets.UTF_8));
        String header = written.substring(0, written.indexOf("\r\n\r\n"));
        assertThat(header).isASCII();
        String unfolded = header.replaceAll("\r\n(?=[ \t])", "");
        var fields = unfolded.lines().map(HeaderText::decode).toList();
        assertThat(fields)
                .containsExactly(
                        "From: 김철수 <kim@a.test>, \"Ann, B.\" <ann@a.test>",
                        "To: 팀팀@보기.한국 :;, 모두: bob@a.test;",
                        "Subject: 한국어 제목",
                        "Downgraded-Message-ID: <한@a.test>",
                        "Content-Disposition: attachment;"
                                + " filename*=UTF-8''%EB%B3%B4%EA%B3%A0%20%EC%84%9C.txt; size=3",
                        "X-Plain: as it is");
        assertThat(written).endsWith("\r\n\r\n본문\r\n");
    }

    @Test
    void whatIsAsciiOrNoUtf8GoesAsItIs() throws IOException {
        String ascii = "Subject: x\r\n\r\n본문\r\n";
        assertThat(downgraded(ascii.getBytes(StandardCharsets.UTF_8))).isEqualTo(ascii);
        var other =
                Content.of("Subject: \u00c7\u00d1\r\n\r\nx".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Downgraded.of(other)).isSameAs(other);
        var empty = Content.of(new byte[0]);
        assertThat(Downgraded.of(empty)).isSameAs(empty);
    }

    @Test
    void anyOctetsGiveAHeaderInAscii() {
        Randomly.runs(
                500,
                "jebi.seed",
                random -> {
                    var text = new StringBuilder(MESSAGE);
                    for (int i = random.between(0, 5); i >= 0; i--) {
                        int at = random.between(1, text.length() - 1);
                        text.deleteCharAt(at).insert(at, random.pick("\n", "\"", "한", ":"));
                    }
                    String written = downgraded(text.toString().getBytes(StandardCharsets.UTF_8));
                    assertThat(written.split("\n\r?\n", 2)[0]).isASCII();
                });
    }

    @Test
    void utf8ModeDecides() throws IOException {
        try (var site = Pop3Site.open(directory)) {
            site.append(MESSAGE);
            try (var client = site.signIn()) {
                assertThat(client.lines("TOP 1 0"))
                        .contains("X-Plain: as it is")
                        .allMatch(line -> line.chars().allMatch(c -> c < 0x80));
                client.send("UTF8");
                assertThat(client.message("RETR 1"))
                        .isEqualTo(MESSAGE.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
