package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The care of the store, as commands: their words and exit codes.
class StoreCommandTest {
    @TempDir private Path folder;
    private Path data = Path.of("");

    @BeforeEach
    void fill() throws Exception {
        data = folder.resolve("data");
        Path mbox =
                Files.writeString(
                        folder.resolve("in.mbox"),
                        "From a@b.test Sun Nov 22 10:00:00 2026\nSubject: one\n\nmarker-one\n\n");
        assertThat(run("secret\n", "account", "add", "al@localhost", "--password-stdin"))
                .returns(0, JebiProcess.Ended::exitCode);
        assertThat(run("", "import", "al@localhost", mbox.toString()))
                .returns(0, JebiProcess.Ended::exitCode);
    }

    private JebiProcess.Ended run(String input, String... words)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--data", data.toString()));
        return JebiProcess.run(input, arguments);
    }

    private Path segment() throws IOException {
        try (var files = Files.list(data.resolve("log"))) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9a-f]{16}.seg"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aSoundStoreIsToldAboutWhileTheServerRunsAndWhileItDoesNot() throws Exception {
        assertThat(run("", "store", "stats").out()).contains("segments 1", "snapshot-age none");
        try (var server = JebiProcess.serve(data)) {
            var verified = server.admin("", "store", "verify");
            assertThat(verified.exitCode()).isZero();
            assertThat(verified.out()).contains("messages=1 ", "damaged=0 wrong=0");
            assertThat(server.admin("", "store", "compact").exitCode()).isZero();
            assertThat(server.admin("", "store", "rebuild").exitCode()).isEqualTo(75);
        }
        var rebuilt = run("", "store", "rebuild");
        assertThat(rebuilt.exitCode()).isZero();
        assertThat(rebuilt.out()).contains("the index is made again");
    }

    @Test
    void aDirectoryWithoutAStoreIsNotMadeOne() throws Exception {
        data = folder.resolve("mistyped");
        for (var words : List.of(List.of("store", "verify"), List.of("backup", folder + "/b"))) {
            var refused = run("", words.toArray(String[]::new));
            assertThat(refused.exitCode()).isEqualTo(69);
            assertThat(refused.err()).contains("there is no store in " + data);
        }
        assertThat(data).doesNotExist();
    }

    @Test
    void aDamagedMessageIsNamed() throws Exception {
        var octets = Files.readAllBytes(segment());
        int at = new String(octets, StandardCharsets.ISO_8859_1).indexOf("marker-one");
        octets[at] ^= 1;
        Files.write(segment(), octets);
        var verified = run("", "store", "verify");
        assertThat(verified.exitCode()).isEqualTo(65);
        assertThat(verified.out()).contains("damaged al@localhost INBOX 1 damaged");
    }

    @Test
    void aMissingSegmentRefusesTheStartInOneSentence() throws Exception {
        Files.delete(segment());
        var refused = run("", "serve", "--set", "listen.smtp=:0");
        assertThat(refused.exitCode()).isEqualTo(69);
        assertThat(refused.err().lines().filter(line -> line.startsWith("jebi: ")))
                .singleElement()
                .asString()
                .contains("missing", "0000000000000000.seg", "rebuild --without-missing");
        assertThat(run("", "store", "rebuild", "--without-missing").exitCode()).isZero();
        var verified = run("", "store", "verify");
        assertThat(verified.exitCode()).isEqualTo(65);
        assertThat(verified.out()).contains("damaged al@localhost INBOX 1 missing");
    }
}
