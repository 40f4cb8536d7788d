package dev.jebi.useragent;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What is around a command: where the person's files are (XDG Base Directory Specification), the
/// environment, and whether a person sits at a terminal.
record Surroundings(Path config, Path state, Map<String, String> environment, boolean terminal) {
    /// Those of this process.
    static Surroundings ofProcess() {
        Map<String, String> environment = System.getenv();
        Path home = Path.of(System.getProperty("user.home"));
        var console = System.console();
        return new Surroundings(
                directory(environment, "XDG_CONFIG_HOME").orElseGet(() -> home.resolve(".config")),
                directory(environment, "XDG_STATE_HOME")
                        .orElseGet(() -> home.resolve(".local").resolve("state")),
                environment,
                console != null && console.isTerminal());
    }

    private static Optional<Path> directory(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(Path::of);
    }

    /// A variable that is set and not empty.
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank());
    }

    /// The file of accounts when no other is named.
    Path accounts() {
        return config.resolve("jebi").resolve("mail.properties");
    }

    /// Where `jebi mail` remembers.
    Path memory() {
        return state.resolve("jebi");
    }
}
