package dev.jebi.useragent.compose;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The person's own editor, `$VISUAL` or `$EDITOR`.
public final class PersonsEditor {
    private final String command;

    private PersonsEditor(String command) {
        this.command = command;
    }

    /// The editor that the environment names, if it names one.
    public static Optional<PersonsEditor> of(Map<String, String> environment) {
        return Stream.of("VISUAL", "EDITOR")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .findFirst()
                .map(PersonsEditor::new);
    }

    /// That editor, said by the person.
    public static PersonsEditor named(String command) {
        return new PersonsEditor(command);
    }

    /// Opens the editor on a file, on this terminal, and waits for its end.
    ///
    /// @return its exit code
    public int edit(Path file) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", command + " \"$1\"", "sh", file.toString())
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
    }
}
