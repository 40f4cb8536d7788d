package dev.jebi.daemon;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a command works: the data directory and the configuration, the same options for all.
final class Place {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "the data directory; default: $JEBI_DATA, else /var/lib/jebi for root,"
                            + " else ~/.local/share/jebi")
    private @Nullable Path data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "the configuration; default: jebi.toml in the data directory, else"
                            + " /etc/jebi/jebi.toml, where there is one")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a value of the configuration; goes before file and environment")
    private List<String> assignments = new ArrayList<>();

    /// The data directory; it may not be there yet.
    Path data() {
        if (data != null) {
            if (data.toString()
                    .isBlank()) { // an unset variable of a script; not the folder it is in
                throw new Failure(ExitCode.USAGE, "--data names no directory; write --data DIR");
            }
            return data;
        }
        String given = System.getenv("JEBI_DATA");
        if (given != null && !given.isBlank()) {
            return Path.of(given);
        }
        if ("root".equals(System.getProperty("user.name"))) {
            return Path.of("/var/lib/jebi");
        }
        String home = System.getenv("XDG_DATA_HOME");
        return home != null && !home.isBlank()
                ? Path.of(home, "jebi")
                : Path.of(System.getProperty("user.home"), ".local", "share", "jebi");
    }

    /// The configuration, checked.
    Configuration configuration() {
        return Configuration.of(settings());
    }

    /// The values that the configuration is made of.
    Settings settings() {
        return Settings.of(file(), System.getenv(), assignments);
    }

    private Optional<Path> file() {
        if (config != null) {
            return Optional.of(config);
        }
        return List.of(data().resolve("jebi.toml"), Path.of("/etc/jebi/jebi.toml")).stream()
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
