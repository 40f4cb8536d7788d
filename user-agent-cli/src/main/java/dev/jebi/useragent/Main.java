package dev.jebi.useragent;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.InputStream;
import java.io.OutputStream;

/// `jebi mail`: the user agent for the terminal. Data goes to standard output, words for people to
/// standard error; `--json` gives one document for scripts.
@Command(
        name = "jebi mail",
        mixinStandardHelpOptions = true,
        version = "Jebi 0.1.0",
        description = "The user agent for the terminal: sends, reads and keeps mail.",
        subcommands = {
            SendCommand.class,
            LsCommand.class,
            ReadCommand.class,
            RmCommand.class,
            MvCommand.class,
            FlagCommand.class,
            FoldersCommand.class,
            QuotaCommand.class,
            PopCommand.class,
            RawCommand.class,
            AccountCommand.class,
        })
public final class Main implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    private final Output output;

    private Main(Output output) {
        this.output = output;
    }

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] arguments) {
        System.exit(run(System.in, System.out, System.err, arguments));
    }

    /// Runs one command on these streams.
    ///
    /// @return the exit code
    static int run(InputStream in, OutputStream out, OutputStream err, String... arguments) {
        var output = new Output(in, out, err);
        var line = new CommandLine(new Main(output));
        line.setExpandAtFiles(false);
        line.setUnmatchedOptionsArePositionalParams(false);
        line.setOut(new java.io.PrintWriter(output.out(), true));
        line.setParameterExceptionHandler((fault, given) -> {
            boolean json = java.util.List.of(given).contains("--json");
            String help = "; '" + fault.getCommandLine().getCommandSpec().qualifiedName(" ");
            String words = String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
            output.failure(
                    new Failure(Failure.Kind.USAGE, words + help + " --help' tells more"), json);
            return Failure.Kind.USAGE.exitCode();
        });
        return line.execute(arguments);
    }

    Output output() {
        return output;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "say what to do: " + String.join(", ", spec.subcommands().keySet()));
    }
}
