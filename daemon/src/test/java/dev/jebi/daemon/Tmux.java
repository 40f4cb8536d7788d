package dev.jebi.daemon;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// A terminal of a size with a program on it (tmux): keys go in, what a person would see comes out.
final class Tmux implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String socket = "jebi-" + UUID.randomUUID();

    /// Whether there is a tmux on this machine.
    static boolean there() {
        try {
            return new ProcessBuilder("tmux", "-V").start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Starts a program.
    ///
    /// @param environment words like `A=b`
    Tmux(int columns, int rows, List<String> environment, List<String> command) throws IOException {
        var words = new ArrayList<>(List.of("exec", "env", "-u", "EDITOR", "-u", "VISUAL"));
        environment.forEach(word -> words.add(quoted(word)));
        command.forEach(word -> words.add(quoted(word)));
        tmux(
                "new-session",
                "-d",
                "-x",
                String.valueOf(columns),
                "-y",
                String.valueOf(rows),
                String.join(" ", words));
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private String tmux(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("tmux", "-u", "-L", socket, "-f", "/dev/null"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IOException("tmux does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return said;
    }

    /// Presses keys by tmux's names.
    Tmux keys(String... names) throws IOException {
        var command = new ArrayList<>(List.of("send-keys"));
        command.addAll(List.of(names));
        tmux(command.toArray(String[]::new));
        return this;
    }

    /// Types a text.
    Tmux text(String text) throws IOException {
        tmux("send-keys", "-l", text);
        return this;
    }

    Tmux resize(int columns, int rows) throws IOException {
        tmux("resize-window", "-x", String.valueOf(columns), "-y", String.valueOf(rows));
        return this;
    }

    /// What a person sees.
    String screen() throws IOException {
        return tmux("capture-pane", "-p");
    }

    /// Waits until that can be seen.
    Tmux await(String words) {
        Awaitility.await(words)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(
                        () -> org.assertj.core.api.Assertions.assertThat(screen()).contains(words));
        return this;
    }

    /// A line of what a person sees.
    String line(int row) throws IOException {
        return screen().lines().skip(row).findFirst().orElse("");
    }

    /// Writes every octet that the program sends from now on into a file.
    Tmux record(Path file) throws IOException {
        tmux("pipe-pane", "cat > " + quoted(file.toString()));
        return this;
    }

    /// Whether the program still runs.
    boolean runs() throws IOException {
        return tmux("list-panes", "-F", "#{pane_pid}").strip().matches("\\d+");
    }

    /// Waits until that cannot be seen any more.
    Tmux awaitGone(String words) {
        Awaitility.await("no " + words)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !screen().contains(words));
        return this;
    }

    /// Waits until the program has ended.
    void awaitEnd() {
        Awaitility.await("the end")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !runs());
    }

    /// Kills the program, and with it at once what it has started, as the kernel does when memory
    /// is short.
    void killProgram() throws IOException, InterruptedException {
        String group = "-" + tmux("list-panes", "-F", "#{pane_pid}").strip();
        new ProcessBuilder("kill", "-KILL", "--", group).inheritIO().start().waitFor();
    }

    @Override
    public void close() throws IOException {
        tmux("kill-server");
    }
}
