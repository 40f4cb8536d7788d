package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.spi.ToolProvider;

/// The AOT cache of `jebi serve` as the launcher makes it, in an installed tree, with a real Java.
@Tag("long")
final class RehearsalTest {
    @TempDir private Path folder;

    private void install() throws IOException {
        Path lib = Files.createDirectory(folder.resolve("lib"));
        var jar = ToolProvider.findFirst("jar").orElseThrow();
        var nowhere = new PrintWriter(Writer.nullWriter());
        int number = 0;
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path from = Path.of(part).toAbsolutePath();
            Path to = lib.resolve("%03d.jar".formatted(++number));
            if (Files.isDirectory(from)) {
                String[] words = {"cf", to.toString(), "-C", from.toString(), "."};
                assertThat(jar.run(nowhere, nowhere, words)).isZero();
            } else if (Files.exists(from)) {
                Files.createSymbolicLink(to, from);
            }
        }
        Files.copy(
                Path.of(System.getProperty("jebi.root", "..")).resolve("jebi"),
                folder.resolve("jebi"));
    }

    private Process jebi(String options, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add("sh");
        command.add(folder.resolve("jebi").toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("JEBI_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JEBI_JAVA_OPTS", options);
        return builder.redirectError(folder.resolve("err").toFile()).start();
    }

    /// Starts a server and stops it when it is ready.
    private boolean ready(String options) throws IOException, InterruptedException {
        var settings = new ArrayList<String>();
        settings.addAll(List.of("serve", "--data", folder.resolve("data").toString()));
        for (Key key : Key.values()) {
            if (key.key().startsWith("listen.")) {
                settings.addAll(List.of("--set", key.key() + "=off"));
            }
        }
        settings.addAll(List.of("--set", "listen.imap=127.0.0.1:0"));
        var process = jebi(options, settings.toArray(String[]::new));
        try (var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            boolean ready = out.lines().anyMatch("jebi: ready"::equals);
            process.destroy();
            process.waitFor();
            return ready;
        }
    }

    @Test
    void theCacheIsTakenAndADamagedOneDoesNoHarm() throws Exception {
        install();
        var preparing = jebi("", "prepare");
        assertThat(preparing.waitFor()).isZero();
        assertThat(ready("-XX:AOTMode=on")).as("it is refused").isTrue(); // Java ends if it is
        Path cache = folder.resolve("lib/serve.aot");
        byte[] whole = Files.readAllBytes(cache);
        byte[] flipped = whole.clone();
        var random = new Random(7);
        for (int i = 0; i < 100; i++) {
            flipped[random.nextInt(flipped.length)] ^= 0x5A;
        }
        Files.write(cache, flipped);
        assertThat(ready("")).as("octets are not what they were").isTrue();
        assertThat(ready("-XX:AOTMode=on")).as("and it was taken").isFalse();
        Files.write(cache, Arrays.copyOf(whole, whole.length / 2));
        assertThat(ready("")).as("half of it").isTrue();
        Files.write(cache, new byte[0]);
        assertThat(ready("")).as("nothing of it").isTrue();
    }
}
