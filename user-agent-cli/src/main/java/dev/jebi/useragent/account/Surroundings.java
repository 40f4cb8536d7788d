package dev.jebi.useragent.account;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What is around a command: where the person's files are (XDG Base Directory Specification), the
/// environment, and whether a person sits at a terminal.
///
/// @param config settings
/// @param state what programs remember and can do without
/// @param mail what is the person's own: the local store of mail
public record Surroundings(
        Path config, Path state, Path mail, Map<String, String> environment, boolean terminal) {
    /// Those of this process.
    public static Surroundings ofProcess() {
        return ofProcess(true);
    }

    /// Those of this process.
    ///
    /// @param look whether it matters if a person sits at a terminal: to look costs a little
    public static Surroundings ofProcess(boolean look) {
        Map<String, String> environment = System.getenv();
        Path home = Path.of(System.getProperty("user.home"));
        var console = look ? System.console() : null;
        return new Surroundings(
                directory(environment, "XDG_CONFIG_HOME", home.resolve(".config")),
                directory(environment, "XDG_STATE_HOME", home.resolve(".local").resolve("state")),
                directory(environment, "XDG_DATA_HOME", home.resolve(".local").resolve("share")),
                environment,
                console != null && console.isTerminal());
    }

    private static Path directory(Map<String, String> environment, String name, Path otherwise) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? otherwise : Path.of(value);
    }

    /// A variable that is set and not empty.
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank());
    }

    /// Whether words for the person may have colours (no-color.org).
    public boolean coloured() {
        return terminal
                && variable("NO_COLOR").isEmpty()
                && !variable("TERM").equals(Optional.of("dumb"));
    }

    /// The file of accounts when no other is named.
    public Path accounts() {
        return config.resolve("jebi").resolve("mail.properties");
    }

    /// Where `jebi mail` remembers.
    public Path memory() {
        return state.resolve("jebi");
    }

    /// Where the local stores of all accounts are.
    public Path stores() {
        return mail.resolve("jebi").resolve("mail");
    }
}
