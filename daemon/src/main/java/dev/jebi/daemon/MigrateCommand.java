package dev.jebi.daemon;

import dev.jebi.mailstore.ClusterSettings;
import dev.jebi.mailstore.Migration;
import dev.jebi.mailstore.MigrationReport;
import dev.jebi.mailstore.StoreInUse;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.mailstore.StoreMoved;
import dev.jebi.mailstore.cluster.MigrationTarget;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `jebi store migrate`: a store of one machine becomes one that nodes share.
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description =
                "Moves the store of the data directory into a PostgreSQL database. The server must"
                        + " not run. Interrupted, the same command goes on where it was.")
final class MigrateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Option(
            names = "--to",
            paramLabel = "URL",
            defaultValue = "",
            description = "jdbc:postgresql://host/database, which is empty; default: store.url")
    private String to = "";

    @Option(
            names = "--content",
            paramLabel = "URL",
            defaultValue = "",
            description =
                    "s3://bucket/prefix for the octets of messages; default: content.url, else"
                            + " the database itself")
    private String content = "";

    @Option(
            names = "--unmark",
            description = "lets a store that was moved be served from its directory again")
    private boolean unmark;

    @Override
    public Integer call() throws IOException {
        Logging.quiet();
        Path data = place.data();
        if (!Files.exists(data.resolve("store.properties"))) {
            throw new Failure(
                    ExitCode.BAD_DATA, "there is no store in " + data + "; name one by --data DIR");
        }
        try {
            return unmark ? unmark(data) : migrate(data);
        } catch (StoreInUse _) {
            throw new Failure(
                    ExitCode.TRY_AGAIN,
                    "a server runs on " + data + "; stop it, then the store can be moved");
        } catch (StoreMoved | MigrationTarget.NotEmpty e) {
            throw new Failure(ExitCode.BAD_DATA, String.valueOf(e.getMessage()));
        }
    }

    private int unmark(Path data) throws IOException {
        var moved = Migration.unmark(data);
        spec.commandLine()
                .getOut()
                .println(
                        moved.map(where ->
                                        "the store may be served from "
                                                + data
                                                + " again; what came to "
                                                + where
                                                + " since is not in it")
                                .orElse("the store was not moved"));
        return ExitCode.DONE.number();
    }

    private int migrate(Path data) throws IOException {
        var report =
                new Migration(
                                data,
                                StoreLimits.STANDARD,
                                Clock.systemUTC(),
                                new MigrationProgress(
                                        spec.commandLine().getErr()::println,
                                        InstantSource.system()))
                        .run(target(data));
        tell(report, spec.commandLine().getOut());
        if (!report.whole()) {
            PrintWriter err = spec.commandLine().getErr();
            report.differences().forEach(line -> err.println("jebi: " + line));
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    "what was read back is not what the store has: it was not moved, and is served"
                            + " from "
                            + data
                            + " as before");
        }
        return ExitCode.DONE.number();
    }

    private ClusterSettings target(Path data) {
        Settings settings = place.settings();
        if (!to.isEmpty()) {
            settings.put(Key.STORE_URL, to, "--to");
        }
        if (!content.isEmpty()) {
            settings.put(Key.CONTENT_URL, content, "--content");
        }
        var configuration = Configuration.of(settings);
        if (configuration.cluster().size() != 1) {
            throw new Failure(
                    ExitCode.USAGE, "say which database: --to jdbc:postgresql://host/database");
        }
        return configuration
                .contents()
                .in(configuration.cluster(), data, Clock.systemUTC())
                .getFirst();
    }

    private static void tell(MigrationReport report, PrintWriter out) {
        out.println(
                "%s%d accounts, %d mailboxes, %d messages, %d that can be restored, %d recipients"
                                .formatted(
                                        report.resumed() ? "resumed: " : "",
                                        report.accounts(),
                                        report.mailboxes(),
                                        report.messages(),
                                        report.kept(),
                                        report.queued())
                        + " in the queue");
        out.println(
                "%d contents of %s in %d s, all read back and compared"
                        .formatted(
                                report.contents(),
                                MigrationProgress.size(report.octets()),
                                report.took().toSeconds()));
        if (report.unreadable() > 0) {
            out.println(
                    report.unreadable()
                            + " contents cannot be read in the store itself; their messages are"
                            + " there without them");
        }
    }

    /// Where a store of the data directory must be moved first.
    static Optional<String> unmoved(Path data) throws IOException {
        return Migration.unmoved(data)
                ? Optional.of(
                        "the data directory "
                                + data
                                + " holds a store of its own; move it with 'jebi store migrate', or"
                                + " choose another directory with --data")
                : Optional.empty();
    }
}
