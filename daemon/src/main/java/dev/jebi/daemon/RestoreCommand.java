package dev.jebi.daemon;

import dev.jebi.mailstore.StoreLimits;
import dev.jebi.mailstore.StoreRestoration;
import dev.jebi.mailstore.backup.BackupSet;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;

/// `jebi restore`: mail back from a backup.
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description =
                "Makes a whole store from a backup, in a data directory that has none; or, with"
                        + " --account, brings what an account has lost back into a store in use.")
final class RestoreCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Parameters(paramLabel = "DIR", description = "the backup")
    private Path directory = Path.of("");

    @Option(
            names = "--account",
            paramLabel = "ADDRESS",
            defaultValue = "",
            description = "only this account's mail, into the account of that address")
    private String account = "";

    @Option(
            names = "--mailbox",
            paramLabel = "NAME",
            defaultValue = "",
            description = "only this mailbox of the account")
    private String mailbox = "";

    @Option(
            names = "--uids",
            paramLabel = "SET",
            defaultValue = "",
            description = "only these messages of the mailbox, by their UIDs then, e.g. 3,7:9")
    private String uids = "";

    @Option(
            names = "--under",
            paramLabel = "NAME",
            defaultValue = "",
            description = "puts everything under this mailbox; default: where it was")
    private String under = "";

    @Option(
            names = "--keep-uids",
            description =
                    "whole store: UIDVALIDITY stays; only right when nothing was delivered or"
                            + " changed since the backup")
    private boolean keepUids;

    @Override
    public Integer call() {
        Path source = directory.toAbsolutePath().normalize();
        if (!uids.isEmpty() && mailbox.isEmpty()) { // they are numbers of one mailbox
            throw new ParameterException(spec.commandLine(), "--uids goes with --mailbox");
        }
        if (!account.isEmpty()) {
            var request =
                    new AdminRequest.RestoreAccount(
                            source.toString(), account, mailbox, uids, under);
            return AdminCall.run(spec, place, request);
        }
        if (!mailbox.isEmpty() || !uids.isEmpty() || !under.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--mailbox, --uids and --under go with --account");
        }
        Logging.quiet();
        return whole(source);
    }

    private int whole(Path source) {
        Path data = place.data();
        try {
            var how = new StoreRestoration.How(keepUids, StoreLimits.STANDARD, Clock.systemUTC());
            var whole =
                    StoreRestoration.run(
                            BackupSet.open(source),
                            data,
                            how,
                            Share.telling(spec.commandLine().getErr()::println));
            var out = spec.commandLine().getOut();
            out.println(
                    "restored %,d accounts with %,d messages in %s"
                            .formatted(whole.accounts(), whole.messages(), data));
            if (whole.held() > 0) {
                out.println(
                        "%,d recipients of the queue are held, they may have got their mail since;"
                                        .formatted(whole.held())
                                + " 'jebi queue list' shows them");
            }
            return ExitCode.DONE.number();
        } catch (IOException e) {
            throw new Failure(ExitCode.BAD_DATA, String.valueOf(e.getMessage()));
        }
    }
}
