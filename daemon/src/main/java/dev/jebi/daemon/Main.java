package dev.jebi.daemon;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// The command line of the server. (`jebi mail` is the user agent, a program of its own.)
@Command(
        name = "jebi",
        version = "Jebi 0.1.0",
        mixinStandardHelpOptions = true,
        description = "A complete mail system in one process.",
        footer =
                "%njebi mail … is the user agent; jebi mail --help tells more. jebi sendmail … is"
                        + " what other programs send mail with.",
        subcommands = {
            ServeCommand.class,
            DomainCommand.class,
            AccountCommand.class,
            AliasCommand.class,
            GroupCommand.class,
            ShareCommand.class,
            ListCommand.class,
            SieveCommand.class,
            QueueCommand.class,
            BanCommand.class,
            DkimCommand.class,
            ReportsCommand.class,
            TraceCommand.class,
            UndeleteCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            StoreCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
        })
public final class Main implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    private Main() {}

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] arguments) {
        int code =
                run(
                        new PrintWriter(java.lang.System.out, true, StandardCharsets.UTF_8),
                        new PrintWriter(java.lang.System.err, true, StandardCharsets.UTF_8),
                        arguments);
        java.lang.System.exit(code);
    }

    /// Runs one command.
    ///
    /// @return the exit code
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        if (Sendmail.called(arguments)) {
            return Sendmail.run(out, err, java.lang.System.in, arguments);
        }
        var line = new CommandLine(new Main());
        line.setOut(out);
        line.setErr(err);
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler(Main::usage);
        line.setExecutionExceptionHandler(Main::failed);
        return line.execute(arguments);
    }

    private static int usage(CommandLine.ParameterException fault, String[] arguments) {
        var line = fault.getCommandLine();
        line.getErr().println("jebi: " + sentence(fault.getMessage()));
        line.getErr().println("jebi: 'jebi " + path(line) + "--help' tells how it is used.");
        return ExitCode.USAGE.number();
    }

    private static String path(CommandLine line) {
        String name = line.getCommandSpec().qualifiedName(" ");
        return name.equals("jebi") ? "" : name.substring("jebi ".length()) + " ";
    }

    private static int failed(Exception fault, CommandLine line, CommandLine.ParseResult parsed) {
        switch (fault) {
            case BadConfiguration bad -> {
                line.getErr().println("jebi: " + sentence(bad.getMessage()));
                return ExitCode.BAD_CONFIGURATION.number();
            }
            case Failure failure -> {
                line.getErr().println("jebi: " + sentence(failure.getMessage()));
                return failure.code().number();
            }
            default -> {
                line.getErr().println("jebi: " + sentence(fault.toString()));
                return ExitCode.UNAVAILABLE.number();
            }
        }
    }

    private static String sentence(@org.jspecify.annotations.Nullable String message) {
        return message == null ? "it failed" : message.lines().findFirst().orElse("it failed");
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "say what to do: " + String.join(", ", spec.subcommands().keySet()) + " or mail");
    }
}
