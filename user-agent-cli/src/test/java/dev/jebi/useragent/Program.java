package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// `jebi mail` as a process of its own, which can be killed at any moment.
final class Program implements AutoCloseable {
    private static final long MOST_SECONDS = 60;

    private final Process process;

    /// @param home as a [MailSite] has it
    Program(Path home, Map<String, String> environment, String... words) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.jebi.useragent.Main"));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(
                        Map.of(
                                "XDG_CONFIG_HOME", home.resolve("config").toString(),
                                "XDG_STATE_HOME", home.resolve("state").toString(),
                                "XDG_DATA_HOME", home.resolve("share").toString()));
        builder.environment().putAll(environment);
        Files.createDirectories(home);
        builder.redirectErrorStream(true).redirectOutput(home.resolve("said").toFile());
        process = builder.start();
        process.getOutputStream().close();
    }

    /// kill -9, and what it has started with it.
    void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
