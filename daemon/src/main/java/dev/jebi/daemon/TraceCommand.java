package dev.jebi.daemon;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/// `jebi trace`: what became of a message.
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        description =
                "Tells what became of a message, and why: where it is now, and what happens next.")
final class TraceCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Parameters(
            paramLabel = "TERM",
            description =
                    "a Message-ID, a queue id, the number that we answered with, or the address of"
                            + " a sender or recipient")
    private String term = "";

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            defaultValue = "",
            description = "only what happened since: 2h, 3d, 2026-11-20 or a time in UTC")
    private String since = "";

    @Option(
            names = "--owner",
            paramLabel = "ADDRESS",
            defaultValue = "",
            description = "only what this account may see of it")
    private String owner = "";

    @Option(names = "--json", description = "print JSON, one object for each event on a line")
    private boolean json;

    @Override
    public Integer call() {
        return AdminCall.run(
                spec, place, new AdminRequest.Trace(term, Moment.since(spec, since), owner, json));
    }
}
