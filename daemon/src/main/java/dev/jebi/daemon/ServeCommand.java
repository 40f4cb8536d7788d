package dev.jebi.daemon;

import dev.jebi.mailstore.StoreInUse;
import dev.jebi.mailstore.StoreRefused;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;

/// `jebi serve`: the server, in the foreground, until SIGTERM or SIGINT.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the server in the foreground.")
final class ServeCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Option(
            names = "--until-eof",
            description =
                    "ends when standard input does: with the program that started it, however that"
                            + " ended")
    private boolean untilEof;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Configuration configuration = place.configuration();
        Logging.start(configuration.logLevel());
        if (untilEof) {
            Thread.ofPlatform().name("until-eof").daemon().start(ServeCommand::awaitEof);
        }
        try {
            Daemon daemon = Daemon.start(place.data(), configuration, Clock.systemUTC());
            endWith(daemon);
            daemon.announcements().forEach(out::println);
            out.println("jebi: ready");
            daemon.awaitEnd();
            return ExitCode.UNAVAILABLE.number(); // only a fault ends it from inside
        } catch (StoreInUse e) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    e.getMessage() + "; stop it, or choose another directory with --data");
        } catch (StoreRefused e) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    "the store in " + place.data() + " is refused: " + e.getMessage());
        } catch (IOException e) {
            throw OpenedStore.explained(place.data(), e);
        }
    }

    /// Ends the process as SIGTERM does, when whoever holds the other end of standard input is
    /// gone.
    private static void awaitEof() {
        try {
            java.lang.System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // no more can come either way
        }
        Runtime.getRuntime().exit(ExitCode.DONE.number());
    }

    /// SIGTERM ends with exit code 0, as service managers expect; the JVM alone would give 143.
    private static void endWith(Daemon daemon) {
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("stop")
                                .unstarted(() -> {
                                    boolean asked = !daemon.failed();
                                    daemon.close();
                                    Runtime.getRuntime()
                                            .halt(
                                                    asked
                                                            ? ExitCode.DONE.number()
                                                            : ExitCode.UNAVAILABLE.number());
                                }));
    }
}
