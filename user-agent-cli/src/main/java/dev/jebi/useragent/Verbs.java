package dev.jebi.useragent;

import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.failure.Faults;
import dev.jebi.useragent.panes.Panes;
import dev.jebi.useragent.reading.MessageReading;
import dev.jebi.useragent.terminal.Tty;
import dev.jebi.useragent.text.SafeText;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `jebi mail`: the user agent for the terminal. Data goes to standard output, words for people to
/// standard error; `--json` gives one document for scripts.
@Command(
        name = "jebi mail",
        mixinStandardHelpOptions = true,
        version = "Jebi 0.1.0",
        description = "The user agent for the terminal: sends, reads and keeps mail.",
        subcommands = {
            LsCommand.class,
            ReadCommand.class,
            ThreadCommand.class,
            SearchCommand.class,
            SendCommand.class,
            ReplyCommand.class,
            ForwardCommand.class,
            DraftCommand.class,
            OutboxCommand.class,
            SaveCommand.class,
            MvCommand.class,
            CpCommand.class,
            RmCommand.class,
            UndeleteCommand.class,
            FlagCommand.class,
            FoldersCommand.class,
            QuotaCommand.class,
            WatchCommand.class,
            SyncCommand.class,
            PopCommand.class,
            AddressCommand.class,
            AccountCommand.class,
            DoctorCommand.class,
            RawCommand.class,
            TourCommand.class,
        })
final class Verbs implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    private final Surroundings surroundings;
    private final Output output;

    private Verbs(Surroundings surroundings, Output output) {
        this.surroundings = surroundings;
        this.output = output;
    }

    /// Runs one command.
    ///
    /// @return the exit code
    static int run(Surroundings surroundings, Output output, String... arguments) {
        MessageReading.readBrokenMail();
        var main = new Verbs(surroundings, output);
        var line = new CommandLine(main);
        line.setExpandAtFiles(false);
        // jebi mail flag INBOX:1 -seen
        Optional.ofNullable(line.getSubcommands().get("flag"))
                .ifPresent(flag -> flag.setUnmatchedOptionsArePositionalParams(true));
        line.setOut(new PrintWriter(output.out(), true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((fault, given) -> {
            String words = String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
            output.form(Output.Form.of(List.of(given)));
            String help = fault.getCommandLine().getCommandSpec().qualifiedName(" ");
            return main.told(
                    new Failure(
                            Failure.Kind.USAGE,
                            SafeText.line(words) + "; '" + help + " --help' tells more"));
        });
        return line.execute(arguments);
    }

    /// Something to do that may fail.
    interface Work {
        void run() throws IOException;
    }

    /// Does the work; whatever goes wrong is told in one sentence.
    ///
    /// @return the exit code
    int guarded(Work work) {
        try {
            work.run();
            return output.end();
        } catch (Failure failure) {
            return told(failure);
        } catch (IOException e) {
            return told(Faults.of(e));
        } catch (RuntimeException e) {
            return told(Faults.of(e)); // libraries throw these at broken mail
        }
    }

    private int told(Failure failure) {
        output.failure(failure);
        return failure.kind().exitCode();
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Output output() {
        return output;
    }

    /// Without a verb: the panes at a terminal, and nothing that draws or asks anywhere else.
    @Override
    public Integer call() {
        if (surroundings.terminal() && Tty.there()) {
            return guarded(() -> Panes.run(surroundings, Optional.empty()));
        }
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: " + String.join(", ", spec.subcommands().keySet()));
    }
}
