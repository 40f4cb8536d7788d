import com.google.googlejavaformat.java.Main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Formats all Java sources below the working directory, or checks that they are formatted. Run by
/// the build: `mvn -N -Pformat initialize` formats, `mvn verify` checks.
final class FormatSources {
    private FormatSources() {}

    public static void main(String[] modes) throws IOException {
        var arguments = new ArrayList<>(List.of("--aosp"));
        arguments.addAll(
                modes[0].equals("replace")
                        ? List.of("--replace")
                        : List.of("--dry-run", "--set-exit-if-changed"));
        try (var files = Files.walk(Path.of("."))) {
            files.filter(f -> f.toString().endsWith(".java"))
                    .map(f -> f.normalize().toString())
                    .filter(f -> !f.contains("target/"))
                    .sorted()
                    .forEach(arguments::add);
        }
        Main.main(arguments.toArray(String[]::new));
    }
}
