package dev.jebi.daemon;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;

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

    @Command(
            description =
                    "Shows or sets what a domain wishes to be done with mail from strangers:"
                            + " dmarc=, spf=, iprev= (accept, junk, reject), temporary= (accept,"
                            + " defer); or standard.",
            mixinStandardHelpOptions = true)
    int policy(
            @Mixin Place place,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "WORD", arity = "0..*") @Nullable List<String> words) {
        return AdminCall.run(
                spec,
                place,
                new AdminRequest.DomainWish(name, String.join(" ", AliasCommand.words(words))));
    }

    @Command(
            description = "Prints the records to publish, as lines of a zone file.",
            mixinStandardHelpOptions = true)
    int dns(@Mixin Place place, @Parameters(paramLabel = "NAME") String name) {
        return AdminCall.run(spec, place, new AdminRequest.DomainDns(name));
    }

    @Command(
            description =
                    "Removes a domain without addresses, and what was said of it: its keys of DKIM"
                            + " are erased.",
            mixinStandardHelpOptions = true)
    int remove(@Mixin Place place, @Parameters(paramLabel = "NAME") String name) {
        return AdminCall.run(spec, place, new AdminRequest.DomainRemove(name));
    }

    @Command(
            name = "catch-all",
            description = "Says where mail for unknown addresses goes: ADDRESS, or none.",
            mixinStandardHelpOptions = true)
    int catchAll(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "NAME") String name,
            @Parameters(index = "1", arity = "0..1", paramLabel = "ADDRESS", defaultValue = "")
                    String address) {
        return AdminCall.run(
                spec,
                place,
                new AdminRequest.Addressing(AddressAct.CATCH_ALL, List.of(name, address)));
    }

    @Command(
            description = "Makes a domain another name of one, or of none.",
            mixinStandardHelpOptions = true)
    int alias(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "NAME") String name,
            @Parameters(index = "1", arity = "0..1", paramLabel = "DOMAIN", defaultValue = "")
                    String domain) {
        return AdminCall.run(
                spec,
                place,
                new AdminRequest.Addressing(AddressAct.DOMAIN_ALIAS, List.of(name, domain)));
    }
}
