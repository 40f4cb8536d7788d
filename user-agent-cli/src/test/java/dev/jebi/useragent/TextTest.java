package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.account.Profiles;
import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.FileName;
import dev.jebi.useragent.text.HeaderText;
import dev.jebi.useragent.text.MailCharset;
import dev.jebi.useragent.text.SafeText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Texts of strangers, and files of one's own.
class TextTest {
    @TempDir private Path folder;

    @Test
    void aTerminalGetsNoControlsAndNoReversedText() {
        assertThat(SafeText.line("a\u001b[2Jb\rc\nd\te\u202ef\u2066\u009b\u0007"))
                .isEqualTo("a\uFFFD[2Jbc d e\uFFFDf\uFFFD\uFFFD\uFFFD");
        assertThat(SafeText.lines("a\r\nb\tc\u0000")).isEqualTo("a\nb\tc\uFFFD");
        assertThat(SafeText.line("한글 é 😀")).isEqualTo("한글 é 😀");
    }

    @Test
    void widthsAreThoseOfATerminal() {
        assertThat(Columns.width("abc")).isEqualTo(3);
        assertThat(Columns.width("한글")).isEqualTo(4);
        assertThat(Columns.width("e\u0301😀")).isEqualTo(3);
        assertThat(Columns.fit("한글입니다", 5)).isEqualTo("한글…");
        assertThat(Columns.fit("ab", 4)).isEqualTo("ab  ");
        assertThat(SafeText.size(1_300_000)).isEqualTo("1.2 MB");
    }

    @Test
    void namesOfFilesAreHarmless() {
        assertThat(FileName.clean("../../etc/passwd")).isEqualTo("passwd");
        assertThat(FileName.clean("C:\\temp\\a.exe")).isEqualTo("a.exe");
        assertThat(FileName.clean("..")).isEmpty();
        assertThat(FileName.clean("-rf")).isEqualTo("_rf");
        assertThat(FileName.clean(".bashrc")).isEqualTo("bashrc");
        assertThat(FileName.clean("a\u202egpj.exe\n")).isEqualTo("a_gpj.exe");
        assertThat(FileName.clean("회의록.hwp")).isEqualTo("회의록.hwp");
        String long_ = FileName.clean("가".repeat(300) + ".pdf");
        assertThat(long_).endsWith("가.pdf");
        assertThat(long_.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(200);
    }

    @Test
    void noFileIsOverwritten() throws IOException {
        for (int i = 0; i < 3; i++) {
            FileName.save(folder, "a.txt", new ByteArrayInputStream(new byte[] {(byte) i}));
        }
        assertThat(folder.resolve("a.txt")).hasBinaryContent(new byte[] {0});
        assertThat(folder.resolve("a-3.txt")).hasBinaryContent(new byte[] {2});
    }

    @Test
    void linesOfAnMboxAreQuoted() throws IOException {
        assertThat(quoted("From a\r\nFro\r\n>From b\r\n>>x\r\nXFrom\r\n"))
                .isEqualTo(">From a\nFro\n>>From b\n>>x\nXFrom\n\n");
        assertThat(quoted("")).isEqualTo("\n");
        assertThat(quoted("a")).isEqualTo("a\n\n");
        assertThat(quoted("a\r\nFrom")).isEqualTo("a\nFrom\n\n");
        assertThat(quoted("a\r\n>>")).isEqualTo("a\n>>\n\n");
        assertThat(quoted("a\rb\r")).isEqualTo("a\rb\r\n\n");
        assertThat(quoted("From ")).isEqualTo(">From \n\n");
        assertThat(quoted(">\r\n\r\nF>From \n")).isEqualTo(">\n\nF>From \n\n");
    }

    private static String quoted(String message) throws IOException {
        var out = new ByteArrayOutputStream();
        var quoted = new MboxLines(out);
        var lines = new LocalLines(quoted);
        lines.write(message.getBytes(StandardCharsets.ISO_8859_1));
        lines.finish();
        quoted.finish();
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void headerWordsAreDecodedAsMailUsesThem() {
        assertThat(HeaderText.decode("=?ks_c_5601-1987?B?yLjAxw==?= x")).isEqualTo("회의 x");
        assertThat(HeaderText.decode("=?UTF-8?Q?a_b=3D?=\r\n =?utf-8?q?c?=")).isEqualTo("a b=c");
        // a letter cut in two
        assertThat(HeaderText.decode("=?UTF-8?B?7ZqM7J0=?= =?UTF-8?B?mA==?=")).isEqualTo("회의");
        assertThat(HeaderText.decode("=?nonsense?B?!!?= =?x")).isEqualTo(" =?x");
        assertThat(HeaderText.decode("=?UTF-8?Q?=Z?=")).isEqualTo("=Z");
        assertThat(HeaderText.decode(raw("회의", StandardCharsets.UTF_8))).isEqualTo("회의");
        assertThat(HeaderText.decode(raw("회의", Charset.forName("EUC-KR")))).isEqualTo("회의");
        assertThat(HeaderText.decode(raw("café", StandardCharsets.ISO_8859_1))).isEqualTo("café");
        assertThat(MailCharset.of("no such")).isEqualTo(Charset.forName("windows-1252"));
        assertThat(MailCharset.of("iso-2022-cn-ext?")).isNotNull();
    }

    private static String raw(String text, Charset charset) {
        return new String(text.getBytes(charset), StandardCharsets.ISO_8859_1);
    }

    @Test
    void theFileOfAccountsIsForItsOwnerOnly() throws IOException {
        Path file = folder.resolve("config/mail.properties");
        var profiles = Profiles.in(file);
        profiles.set("work", "user", "al@a.test");
        profiles.set("work", "password-command", "pass show 'a\\b' # no comment = : !");
        profiles.set("home", "user", "김 철수");
        profiles.write();
        profiles.write();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        var again = Profiles.in(file);
        assertThat(again.names()).containsExactly("home", "work");
        assertThat(again.value("work", "password-command"))
                .contains("pass show 'a\\b' # no comment = : !");
        assertThat(again.value("home", "user")).contains("김 철수");
        assertThat(again.readByOthers()).isFalse();
        assertThat(again.remove("work")).isTrue();
        assertThat(again.names()).containsExactly("home");
    }
}
