package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `jebi import` and `jebi export`, as processes of their own.
class ImportExportTest {
    @TempDir private Path folder;

    private JebiProcess.Ended run(String in, String... arguments) throws Exception {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--data");
        all.add(folder.resolve("data").toString());
        return JebiProcess.run(in, all);
    }

    @Test
    void allMailboxesGoOutAndComeBack() throws Exception {
        run("", "domain", "add", "a.test");
        for (String name : List.of("al@a.test", "bo@a.test")) {
            run("secret\n", "account", "add", name, "--password-stdin");
        }
        Path source = folder.resolve("old.mbox");
        Files.writeString(
                source,
                "From x Sun Nov 22 10:00:07 2026\nSubject: one\n\nbody\n\n"
                        + "From x Sun Nov 22 10:00:08 2026\nSubject: two\n\nbody\n\n");
        assertThat(run("", "import", "al@a.test", source.toString(), "--mailbox", "Old/편지").out())
                .contains("Old/편지: 2 messages");
        assertThat(run("", "import", "al@a.test", source.toString()).out())
                .contains("INBOX: 2 messages");
        for (String format : List.of("mbox", "maildir")) {
            String out = folder.resolve("out-" + format).toString();
            assertThat(run("", "export", "al@a.test", out, "--format", format).out())
                    .contains("INBOX: 2 messages", "Old/편지: 2 messages");
            assertThat(run("", "import", "bo@a.test", out).out())
                    .contains("INBOX: 2 messages", "Old/편지: 2 messages");
        }
        try (var files = Files.list(folder.resolve("out-maildir/INBOX.maildir/cur"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allMatch(name -> name.matches("\\d+\\.U\\d{10}\\.V\\d+M\\d+,S=\\d+:2,\\w*"));
        }
        assertThat(run("", "account", "list").out())
                .containsPattern("bo@a.test\\s+used=\\d+\\s+messages=8");
    }

    @Test
    void whatCannotBeDoneIsSaidInASentence() throws Exception {
        run("", "domain", "add", "a.test");
        assertThat(run("", "import", "no@a.test", "/nowhere").err())
                .contains("there is no account no@a.test");
        run("secret\n", "account", "add", "al@a.test", "--password-stdin");
        var missing = run("", "import", "al@a.test", "/nowhere");
        assertThat(missing.exitCode()).isEqualTo(65);
        assertThat(missing.err().lines()).hasSize(1);
        Path text = Files.writeString(folder.resolve("text"), "Subject: no mbox\n\n");
        assertThat(run("", "import", "al@a.test", text.toString()).err()).contains("is no mbox");
        assertThat(run("", "export", "al@a.test", "/nowhere", "--format", "pst").exitCode())
                .isEqualTo(64);
    }
}
