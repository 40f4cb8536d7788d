package dev.jebi.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Commands of this machine that a test needs.
final class Commands {
    private Commands() {}

    /// Runs one to its end, which must be a good one.
    static void run(String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("jebi-command", ".out");
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile()) // what it starts would keep a pipe open
                            .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(List.of(command) + ": " + Files.readString(out));
            }
        } finally {
            Files.delete(out);
        }
    }
}
