package dev.jebi.daemon;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/// `jebi export`: mail for other programs.
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description =
                "Writes a mailbox, or all of an account, as mbox or Maildir. Interrupted, the same"
                        + " command goes on where it was.")
final class ExportCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "the account")
    private String address = "";

    @Parameters(
            index = "1",
            paramLabel = "TARGET",
            description = "the file or Maildir; for all mailboxes, a directory")
    private Path target = Path.of("");

    @Option(
            names = "--mailbox",
            paramLabel = "NAME",
            defaultValue = "",
            description = "which mailbox; default: all of them")
    private String mailbox = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "mbox",
            description = "mbox or maildir; default: mbox")
    private String format = "mbox";

    @Override
    public Integer call() {
        if (!List.of("mbox", "maildir").contains(format)) {
            throw new ParameterException(
                    spec.commandLine(), "the format is mbox or maildir, not " + format);
        }
        String path = target.toAbsolutePath().normalize().toString();
        return AdminCall.run(spec, place, new AdminRequest.Export(address, mailbox, path, format));
    }
}
