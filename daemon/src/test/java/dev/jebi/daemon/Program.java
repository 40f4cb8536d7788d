package dev.jebi.daemon;

import org.junit.jupiter.api.Assumptions;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A mail program of somebody else's that is installed on this machine.
record Program(String path) {
    /// The program, or the end of the test where there is none.
    static Program installed(String name) {
        for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
            Path file = Path.of(directory, name);
            if (Files.isExecutable(file)) {
                return new Program(file.toString());
            }
        }
        assume(false, name + " is not installed");
        throw new AssertionError("an assumption that failed went on");
    }

    /// Skips the test where it is not so.
    static void assume(boolean so, String otherwise) {
        Assumptions.assumeTrue(so, otherwise);
    }

    /// Runs it to its end.
    Ran run(String input, List<String> arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        var reading =
                new java.util.concurrent.FutureTask<>(() ->
                        new String(
                                process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        Thread.ofVirtual().start(reading);
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // it does not want to know: what it says tells why
            process.onExit().join();
        }
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("no end of " + path + " " + arguments);
        }
        try {
            return new Ran(process.exitValue(), reading.get());
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IOException(e);
        }
    }

    /// Runs one of the scripts in `clients/` with it.
    Ran script(String name, String... arguments) throws Exception {
        var url = Program.class.getResource("/clients/" + name);
        if (url == null) {
            throw new IOException("no script " + name);
        }
        var all = new ArrayList<>(List.of(Path.of(url.toURI()).toString()));
        all.addAll(List.of(arguments));
        return run("", all);
    }

    /// A person at its keyboard.
    Typing typing(String... arguments) throws IOException {
        return new Typing(start(List.of(arguments)));
    }

    private Process start(List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(path));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.start();
    }

    /// How it ended, and what it said on either output.
    record Ran(int exitCode, String out) {}

    /// What a person types, and what is on the screen then.
    static final class Typing implements AutoCloseable {
        private final Process process;
        private final BufferedReader screen;

        private Typing(Process process) {
            this.process = process;
            screen =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
        }

        void type(String line) throws IOException {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }

        /// Types a line and waits until that text is shown.
        String typed(String line, String wanted) throws IOException {
            type(line);
            return until(wanted);
        }

        /// Waits until that text is shown.
        String until(String wanted) throws IOException {
            var shown = new StringBuilder();
            while (shown.indexOf(wanted) < 0) {
                int character = screen.read();
                if (character < 0) {
                    throw new java.io.EOFException("closed after: " + shown);
                }
                shown.append((char) character);
            }
            return shown + screen.readLine();
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
