package dev.jebi.daemon;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `jebi import`: mail from other programs.
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Brings an mbox file or a Maildir into a mailbox. Interrupted, the same command"
                        + " goes on where it was.")
final class ImportCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "the account")
    private String address = "";

    @Parameters(
            index = "1",
            paramLabel = "SOURCE",
            description =
                    "an mbox file, a Maildir, or a directory of NAME.mbox and NAME.maildir, each of"
                            + " which goes into the mailbox of its name")
    private Path source = Path.of("");

    @Option(
            names = "--mailbox",
            paramLabel = "NAME",
            defaultValue = "",
            description = "where to; made where it is missing; default: INBOX")
    private String mailbox = "";

    @Option(
            names = "--uidl-format",
            paramLabel = "FORMAT",
            defaultValue = "%08Xu%08Xv",
            description =
                    "how the server of a Maildir made POP3's unique ids, as Dovecot writes it"
                            + " (pop3_uidl_format); default: %%08Xu%%08Xv. Those of Courier, and"
                            + " those that Dovecot was given, stand in the Maildir")
    private String uidlFormat = "";

    @Override
    public Integer call() {
        String path = source.toAbsolutePath().normalize().toString();
        return AdminCall.run(
                spec, place, new AdminRequest.Import(address, mailbox, path, uidlFormat));
    }
}
