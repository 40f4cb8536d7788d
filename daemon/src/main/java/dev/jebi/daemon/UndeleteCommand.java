package dev.jebi.daemon;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `jebi undelete`: what was expunged comes back.
@Command(
        name = "undelete",
        mixinStandardHelpOptions = true,
        description =
                "Lists what was expunged from an account and can be restored, and restores it:"
                        + " into the mailbox where it was, which is made again where it is gone.")
final class UndeleteCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "the account")
    private String address = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ID",
            description = "what to restore, as the list names it")
    private List<String> ids = new ArrayList<>();

    @ArgGroup private Act act = new Act();

    @Option(
            names = "--mailbox",
            paramLabel = "NAME",
            defaultValue = "",
            description = "only what was in this mailbox")
    private String mailbox = "";

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            defaultValue = "",
            description = "only what was expunged since: 2h, 3d, 2026-11-20 or a time in UTC")
    private String since = "";

    @Option(names = "--drop", description = "forgets it for good in place of restoring it")
    private boolean drop;

    /// Listing or all of it.
    private static final class Act {
        @Option(names = "--list", description = "lists; so without --all and IDs")
        private boolean list;

        @Option(names = "--all", description = "everything, or all that --mailbox and --since name")
        private boolean all;
    }

    @Override
    public Integer call() {
        boolean some = act.all || !ids.isEmpty();
        if (drop && !some) {
            throw new ParameterException(
                    spec.commandLine(), "say what to drop: IDs, or --all for everything");
        }
        if (ids.isEmpty() ? act.list && drop : act.list || act.all) {
            throw new ParameterException(
                    spec.commandLine(), "give either IDs or one of --list and --all");
        }
        String what = !some ? "list" : drop ? "drop" : "restore";
        return AdminCall.run(
                spec,
                place,
                new AdminRequest.Undelete(
                        address, what, mailbox, Moment.since(spec, since), String.join(",", ids)));
    }
}
