package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// `jebi mail tour` as a process, with the servers that it starts.
class TourTest {
    /// What its schema says of an element.
    private static final Pattern ELEMENT =
            Pattern.compile(
                    "\\{\"scene\":\"([a-z0-9-]+)\",\"protocol\":\"(|smtp|pop3|imap)\","
                            + "\"from\":\"(guide|client|server)\","
                            + "\"line\":\"(.*)\",\"meaning\":\"(.+)\"}");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir private Path folder;

    private Path launcher;

    @BeforeEach
    void aLauncher() throws IOException {
        var words = new StringBuilder("#!/bin/sh\nexec");
        for (String word : JebiProcess.command(Main.class.getName(), List.of())) {
            words.append(" '").append(word).append('\'');
        }
        launcher = Files.writeString(folder.resolve("jebi"), words.append(" \"$@\"\n"));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Files.createDirectory(folder.resolve("tmp"));
    }

    private List<String> command(String... arguments) {
        var all = new ArrayList<>(List.of("tour"));
        all.addAll(List.of(arguments));
        var command = JebiProcess.command("dev.jebi.useragent.Main", all);
        command.add(1, "-Djava.io.tmpdir=" + folder.resolve("tmp"));
        return command;
    }

    /// Nothing is there any more: no file, and no process that would write one.
    private void nothingIsLeft() throws IOException {
        try (var files = Files.list(folder.resolve("tmp"))) {
            assertThat(files).isEmpty();
        }
        assertThat(servers()).isEmpty();
    }

    private List<ProcessHandle> servers() {
        String data = folder.resolve("tmp") + "/";
        return processes(word -> word.startsWith(data));
    }

    /// A command line longer than a page, and the class path may be, is not told by the handle.
    private static List<ProcessHandle> processes(Predicate<String> argument) {
        var found = new ArrayList<ProcessHandle>();
        for (var process : ProcessHandle.allProcesses().toList()) {
            if (words(process).stream().anyMatch(argument)) {
                found.add(process);
            }
        }
        return found;
    }

    private static List<String> words(ProcessHandle process) {
        var line = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            return List.of(Files.readString(line, StandardCharsets.ISO_8859_1).split("\0"));
        } catch (IOException _) { // it has ended, or this system has no such directory
            return List.of(process.info().arguments().orElse(new String[0]));
        }
    }

    private String piped(String... arguments) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command(arguments));
        builder.environment().put("JEBI_COMMAND", launcher.toString());
        builder.environment().put("JEBI_STORE_URL", "jdbc:postgresql://nowhere/mail");
        builder.environment().put("LC_ALL", "ko_KR.UTF-8");
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        nothingIsLeft();
        return Files.readString(out);
    }

    @Test
    void everyLineHasAMeaning() throws Exception {
        var scenes = new ArrayList<String>();
        String told = piped("--jsonl", "--lang", "en");
        for (String line : told.lines().toList()) {
            var element = ELEMENT.matcher(line);
            assertThat(element.matches()).as(line).isTrue();
            if (scenes.isEmpty() || !scenes.getLast().equals(element.group(1))) {
                scenes.add(element.group(1));
            }
        }
        assertThat(scenes)
                .containsExactly(
                        "welcome",
                        "submission",
                        "relay",
                        "pop3",
                        "imap",
                        "imap-again",
                        "pop3-delete",
                        "imap-after",
                        "farewell");
        assertThat(told)
                .contains("\"from\":\"client\",\"line\":\"AUTH PLAIN ***\"")
                .contains("\"line\":\"PASS ***\"")
                .contains("LOGIN bob@b.test ***\"")
                .contains("\"line\":\"EHLO a.test\"")
                .contains("\"line\":\"* 1 FETCH (FLAGS (\\\\Seen \\\\Flagged))\"")
                .contains("\"line\":\"* 0 EXISTS\"");
    }

    @Test
    void withoutATerminalItNeitherWaitsNorDraws() throws Exception {
        assertThat(piped())
                .contains("== 메시지 하나가 가는 길 ==")
                .contains("C: DELE 1\n     잘라내기: 서버에서 지웁니다\n")
                .doesNotContain("Enter")
                .doesNotContain("\u001b");
    }

    private Tmux terminal(String language) throws IOException {
        return new Tmux(
                80,
                24,
                List.of("JEBI_COMMAND=" + launcher, "LANG=" + language, "LC_ALL="),
                command());
    }

    @ParameterizedTest
    @CsvSource({"en_US.UTF-8,Enter goes on,q Enter leaves", "ko_KR.UTF-8,Enter: 다음,그만"})
    void atATerminalItWaitsForEnter(String language, String prompt, String way) throws Exception {
        assumeTrue(Tmux.there(), "there is no tmux");
        try (var terminal = terminal(language)) {
            terminal.await(prompt).await(way).keys("Enter").await("587").keys("Enter");
            terminal.await("S: 220 a.test").keys("Enter").await("S: 250 HELP");
            assertThat(terminal.screen().lines())
                    .as("nothing is broken by the terminal")
                    .allMatch(line -> line.length() <= 80);
            terminal.keys("C-c");
            Awaitility.await().atMost(PATIENCE).untilAsserted(this::nothingIsLeft);
        }
    }

    @Test
    void theServersEndWithATourThatIsKilled() throws Exception {
        assumeTrue(Tmux.there(), "there is no tmux");
        try (var terminal = terminal("en_US.UTF-8")) {
            terminal.await("Enter goes on");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(servers()).hasSize(2));
            String ours = "-Djava.io.tmpdir=" + folder.resolve("tmp");
            // tmux has the same words on its command line
            assertThat(processes(ours::equals))
                    .isNotEmpty()
                    .allMatch(process -> process.destroyForcibly());
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(servers()).isEmpty());
        }
    }

    @Test
    @Tag("long")
    void atATerminalToTheEnd() throws Exception {
        assumeTrue(Tmux.there(), "there is no tmux");
        try (var terminal = terminal("ko_KR.UTF-8")) {
            terminal.await("Enter: 다음");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> {
                        terminal.keys("Enter");
                        return terminal.screen().contains("여기까지가 그 길입니다")
                                || terminal.screen().isBlank();
                    });
            terminal.keys("Enter");
            Awaitility.await().atMost(PATIENCE).untilAsserted(this::nothingIsLeft);
        }
    }
}
