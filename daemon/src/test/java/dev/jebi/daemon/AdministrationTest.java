package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The commands of the administrator, as processes of their own: while the server runs and while it
/// does not; and the exit codes that scripts depend on.
class AdministrationTest {
    @TempDir private Path folder;

    @Test
    void commandsWorkWhileTheServerRunsAndWhileItDoesNot() throws Exception {
        Path data = folder.resolve("data");
        assertThat(run("", "domain", "add", "a.test", data).exitCode()).isZero();
        assertThat(
                        run("secret\n", "account", "add", "al@a.test", "--password-stdin", data)
                                .exitCode())
                .isZero();
        try (var server = JebiProcess.serve(data)) {
            assertThat(server.admin("", "account", "list").out()).contains("al@a.test");
            assertThat(
                            server.admin(
                                            "secret\n",
                                            "account",
                                            "add",
                                            "bo@a.test",
                                            "--password-stdin",
                                            "--quota",
                                            "10M")
                                    .exitCode())
                    .isZero();
            assertThat(server.admin("", "queue", "list").exitCode()).isZero();
            assertThat(
                            server.admin(
                                            "new\n",
                                            "account",
                                            "password",
                                            "al@a.test",
                                            "--password-stdin")
                                    .exitCode())
                    .isZero();
            try (var pop3 = new Dialogue(server.at("pop3"))) {
                pop3.line();
                pop3.ask("USER al@a.test");
                assertThat(pop3.ask("PASS secret")).startsWith("-ERR");
                pop3.ask("USER al@a.test");
                assertThat(pop3.ask("PASS new")).startsWith("+OK");
            }
            assertThat(server.stop()).isZero();
        }
        assertThat(run("", "account", "list", data).out())
                .contains("al@a.test", "bo@a.test", "quota=10485760");
        assertThat(run("", "account", "remove", "bo@a.test", data).exitCode()).isZero();
        assertThat(run("", "domain", "list", data).out().lines()).contains("localhost", "a.test");
    }

    @Test
    void aSecondServerOnTheSameDataIsRefusedWithOneSentence() throws Exception {
        Path data = folder.resolve("data");
        try (var server = JebiProcess.serve(data)) {
            var second =
                    JebiProcess.run(
                            "",
                            List.of("serve", "--data", data.toString(), "--set", "listen.smtp=:0"));
            assertThat(second.exitCode()).isEqualTo(69);
            assertThat(second.err().lines()).hasSize(1);
            assertThat(second.err()).contains("another process uses the data directory");
            assertThat(server.at("smtp").getPort()).isPositive();
        }
    }

    @Test
    void badUseAndBadConfigurationHaveTheirCodes() throws Exception {
        Path data = folder.resolve("data");
        assertThat(run("", "domain", "frobnicate", data).exitCode()).isEqualTo(64);
        assertThat(JebiProcess.run("", List.of()).exitCode()).isEqualTo(64);
        assertThat(run("", "account", "add", "x@nowhere.test", "--password-stdin", data).exitCode())
                .isEqualTo(65);
        assertThat(run("", "domain", "add", "not a domain", data).exitCode()).isEqualTo(65);
        assertThat(
                        run("a\0b\n", "account", "add", "x@localhost", "--password-stdin", data)
                                .exitCode())
                .isEqualTo(65);
        assertThat(JebiProcess.run("", List.of("account", "list", "--data", "")).exitCode())
                .isEqualTo(64);
        var unknown = run("", "serve", "--set", "listen.smpt=:0", data);
        assertThat(unknown.exitCode()).isEqualTo(78);
        assertThat(unknown.err()).contains("listen.smpt", "did you mean listen.smtp?");
        Path file =
                Files.writeString(folder.resolve("jebi.toml"), "[auth]\nplaintext = \"maybe\"\n");
        var bad = run("", "serve", "--config", file.toString(), data);
        assertThat(bad.exitCode()).isEqualTo(78);
        assertThat(bad.err())
                .contains("jebi.toml, line 2", "auth.plaintext", "never, loopback or always");
    }

    private static JebiProcess.Ended run(String input, Object... words)
            throws IOException, InterruptedException {
        var arguments = new java.util.ArrayList<String>();
        for (Object word : words) {
            if (word instanceof Path data) {
                arguments.addAll(List.of("--data", data.toString()));
            } else {
                arguments.add(word.toString());
            }
        }
        return JebiProcess.run(input, arguments);
    }
}
