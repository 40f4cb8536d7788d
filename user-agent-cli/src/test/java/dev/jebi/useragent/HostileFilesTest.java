package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Attachments whose names mean harm.
class HostileFilesTest {
    private static final List<String> NAMES =
            List.of(
                    "../../escaped",
                    "/tmp/jebi-escaped",
                    "..\\..\\escaped.exe",
                    "C:\\escaped.txt",
                    "..",
                    ".",
                    "/",
                    ".bashrc",
                    "-rf",
                    "twice.txt",
                    "twice.txt",
                    "a=00b=1b[2J=0d=0a.txt",
                    "=e2=80=aegpj.exe",
                    "x".repeat(3_000) + ".pdf",
                    "=ea=b0=80".repeat(300));

    @TempDir private Path home;

    private MailSite site;

    @BeforeEach
    void start() {
        site = new MailSite(home);
        var message =
                new StringBuilder(
                        "Subject: files\nMIME-Version: 1.0\n"
                                + "Content-Type: multipart/mixed; boundary=b\n\n");
        for (String name : NAMES) {
            String shown = name.contains("=") ? "=?UTF-8?Q?" + name + "?=" : name;
            message.append("--b\nContent-Type: application/octet-stream\n")
                    .append("Content-Disposition: attachment; filename=\"")
                    .append(shown.replace("\\", "\\\\"))
                    .append("\"\n\nx\n");
        }
        site.deliver(message.append("--b--\n").toString());
    }

    @AfterEach
    void stop() throws IOException {
        site.close();
        Files.deleteIfExists(Path.of("/tmp/jebi-escaped"));
    }

    @Test
    void allAreSavedInTheirDirectoryUnderHarmlessNames() throws IOException {
        for (List<String> verb :
                List.of(
                        List.of("save", "INBOX:1", "--to"),
                        List.of("read", "INBOX:1", "--save-attachments"))) {
            Path target = home.resolve("a").resolve("b").resolve(verb.getFirst());
            var words = new java.util.ArrayList<>(verb);
            words.addAll(List.of(target.toString(), "--json"));
            var ended = site.mail(words.toArray(String[]::new));
            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(JsonSchema.faults(verb.getFirst(), ended.out())).isEmpty();
            try (var files = Files.list(target)) {
                var names = files.map(f -> f.getFileName().toString()).toList();
                assertThat(names)
                        .hasSize(NAMES.size())
                        .contains("twice.txt", "twice-2.txt", "bashrc", "_rf", "escaped.exe")
                        .noneMatch(name -> name.startsWith(".") || name.startsWith("-"))
                        .allMatch(name -> name.codePoints().noneMatch(Character::isISOControl));
            }
        }
        try (var files = Files.list(home.resolve("a"))) {
            assertThat(files).containsExactly(home.resolve("a").resolve("b"));
        }
        assertThat(home.resolve("escaped")).doesNotExist();
        assertThat(Path.of("/tmp/jebi-escaped")).doesNotExist();
    }
}
