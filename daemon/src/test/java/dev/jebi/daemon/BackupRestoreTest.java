package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `jebi backup` of a running server and `jebi restore`, as processes of their own.
class BackupRestoreTest {
    @TempDir private Path folder;

    private JebiProcess.Ended run(String data, String in, String... arguments) throws Exception {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--data");
        all.add(folder.resolve(data).toString());
        return JebiProcess.run(in, all);
    }

    @Test
    void aRunningServerIsBackedUpAndRestoredElsewhere() throws Exception {
        String backup = folder.resolve("backup").toString();
        run("data", "", "domain", "add", "a.test");
        run("data", "secret\n", "account", "add", "al@a.test", "--password-stdin");
        Path mbox = folder.resolve("in.mbox");
        Files.writeString(
                mbox,
                "From x Sun Nov 22 10:00:07 2026\nSubject: one\n\nbody\n\n"
                        + "From x Sun Nov 22 10:00:08 2026\nSubject: two\n\nbody\n\n");
        run("data", "", "import", "al@a.test", mbox.toString(), "--mailbox", "Old");
        try (var server = JebiProcess.serve(folder.resolve("data"))) {
            var taken = server.admin("", "backup", backup);
            assertThat(taken.out()).contains("2 messages", "sound");
            assertThat(taken.exitCode()).isZero();
            var restored =
                    server.admin(
                            "", "restore", backup, "--account", "al@a.test", "--under", "Back");
            assertThat(restored.out()).contains("2 messages restored");
            assertThat(server.stop()).isZero();
        }
        assertThat(run("data", "", "backup", "--check", backup).out()).contains("is sound");
        var whole = run("new", "", "restore", backup);
        assertThat(whole.err()).isEmpty();
        assertThat(whole.out()).contains("restored 1 accounts with 2 messages");
        assertThat(run("new", "", "account", "list").out()).contains("al@a.test", "messages=2");
        var again = run("new", "", "restore", backup);
        assertThat(again.exitCode()).isEqualTo(65);
        assertThat(again.err()).contains("move it away first");
        assertThat(run("data", "", "restore", "/nowhere", "--account", "al@a.test").exitCode())
                .isEqualTo(65);
    }
}
