package dev.jebi.daemon;

import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.StoreInUse;
import dev.jebi.mailstore.StoreRefused;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Brings an administrative request to where it can be carried out: to the running server, or to
/// the store itself when no server runs.
final class AdminCall {
    private AdminCall() {}

    /// Carries out the request and prints what it came to.
    ///
    /// @return the exit code
    static int run(CommandSpec spec, Place place, AdminRequest request) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Logging.quiet();
        Outcome outcome = outcome(place.data(), place.configuration(), request, err::println);
        outcome.lines().forEach(out::println);
        if (!outcome.complaint().isEmpty()) {
            err.println("jebi: " + outcome.complaint());
        }
        return outcome.exitCode();
    }

    /// A group of commands was named without one of them.
    static void missing(CommandSpec spec) {
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: " + String.join(", ", spec.subcommands().keySet()));
    }

    /// Whether a store that is made only now could have nothing of what is wanted: a directory that
    /// was mistyped must not be told to be sound, or be backed up.
    private static boolean looksAtWhatIsThere(AdminRequest request) {
        return switch (request) {
            case AdminRequest.StoreStats _,
                    AdminRequest.StoreVerify _,
                    AdminRequest.StoreCompact _,
                    AdminRequest.StoreRebuild _,
                    AdminRequest.Backup _ ->
                    true;
            case AdminRequest.DomainAdd _,
                    AdminRequest.DomainList _,
                    AdminRequest.DomainRemove _,
                    AdminRequest.DomainWish _,
                    AdminRequest.AccountAdd _,
                    AdminRequest.AccountList _,
                    AdminRequest.AccountRemove _,
                    AdminRequest.AccountPassword _,
                    AdminRequest.AccountQuota _,
                    AdminRequest.AccountUsage _,
                    AdminRequest.Undelete _,
                    AdminRequest.Queue _,
                    AdminRequest.Dkim _,
                    AdminRequest.Bans _,
                    AdminRequest.DomainDns _,
                    AdminRequest.Reports _,
                    AdminRequest.Trace _,
                    AdminRequest.Addressing _,
                    AdminRequest.Rules _,
                    AdminRequest.Share _,
                    AdminRequest.RestoreAccount _,
                    AdminRequest.Pop3 _,
                    AdminRequest.Import _,
                    AdminRequest.Export _ ->
                    false;
        };
    }

    private static Outcome outcome(
            Path data, Configuration configuration, AdminRequest request, Progress progress) {
        try {
            Optional<Outcome> answered = ControlSocket.ask(data, request, progress);
            if (answered.isPresent()) {
                return answered.get();
            }
            if (looksAtWhatIsThere(request)
                    && configuration.cluster().isEmpty()
                    && !EmbeddedStore.isIn(data)) {
                return Outcome.failed(
                        ExitCode.UNAVAILABLE,
                        "there is no store in " + data + "; name its directory with --data");
            }
            if (request instanceof AdminRequest.StoreRebuild(boolean withoutMissing)) {
                return rebuild(data, configuration, withoutMissing, progress);
            }
            try (var store = OpenedStore.in(data, configuration, Clock.systemUTC()).store()) {
                var clock = Clock.systemUTC();
                var parts = new Parts(configuration, data);
                var dkim = parts.dkim(store, clock);
                var resolver = parts.resolver();
                var signatures = parts.signatures(dkim.keys(), resolver, clock);
                var desk =
                        OutboundParts.of(configuration, store, resolver, signatures, clock)
                                .desk(parts, clock);
                return new Administrator(store, data, dkim, desk, clock, Parts.keeping(store))
                        .run(request, progress);
            }
        } catch (StoreInUse _) {
            return Outcome.failed(
                    ExitCode.TRY_AGAIN,
                    "a server on " + data + " is starting or stopping; try again in a moment");
        } catch (StoreRefused e) {
            return Outcome.failed(
                    ExitCode.UNAVAILABLE,
                    "the store in " + data + " is refused: " + e.getMessage());
        } catch (IOException e) {
            return Outcome.failed(
                    ExitCode.UNAVAILABLE,
                    "the store in "
                            + data
                            + " cannot be used ("
                            + e.getMessage()
                            + "); check the directory and its permissions");
        }
    }

    private static Outcome rebuild(
            Path data, Configuration configuration, boolean withoutMissing, Progress progress)
            throws IOException {
        progress.tell("making the index again");
        var clock = Clock.systemUTC();
        try (var store =
                EmbeddedStore.rebuild(
                        data, OpenedStore.limits(configuration), clock, withoutMissing)) {
            var stats = new StoreKeeping(store, clock).stats(progress);
            var lines = new ArrayList<>(List.of("the index is made again"));
            lines.addAll(stats.lines());
            return Outcome.done(lines);
        }
    }
}
