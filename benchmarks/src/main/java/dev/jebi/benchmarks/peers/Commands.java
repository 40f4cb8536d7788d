package dev.jebi.benchmarks.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Runs other programs and waits for them.
final class Commands {
    private Commands() {}

    /// Runs a command to its end.
    ///
    /// @return what it wrote on standard output; standard error is ours
    /// @throws IOException when it fails
    static String run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("exit code " + code + " of " + command + "\n" + out);
        }
        return out;
    }
}
