package dev.jebi.daemon;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `jebi domain`: the domains whose mail is delivered here.
@Command(
        name = "domain",
        mixinStandardHelpOptions = true,
        description = "The domains whose mail is delivered here.")
final class DomainCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        AdminCall.missing(spec);
    }

    @Command(description = "Adds a domain.", mixinStandardHelpOptions = true)
    int add(@Mixin Place place, @Parameters(paramLabel = "NAME") String name) {
        return AdminCall.run(spec, place, new AdminRequest.DomainAdd(name));
    }

    @Command(description = "Lists the domains.", mixinStandardHelpOptions = true)
    int list(@Mixin Place place) {
        return AdminCall.run(spec, place, new AdminRequest.DomainList());
    }

    @Command(description = "Removes a domain without accounts.", mixinStandardHelpOptions = true)
    int remove(@Mixin Place place, @Parameters(paramLabel = "NAME") String name) {
        return AdminCall.run(spec, place, new AdminRequest.DomainRemove(name));
    }
}
