package dev.jebi.daemon;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;

/// `jebi list`: mailing lists.
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists: mail goes out to the members in the list's name.")
final class ListCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        AdminCall.missing(spec);
    }

    @Command(
            description = "Adds a list, or members to one; changes what is said of it.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "ADDRESS") String address,
            @Parameters(index = "1..*", arity = "0..*", paramLabel = "MEMBER") List<String> members,
            @Option(
                            names = "--post",
                            paramLabel = "WHO",
                            defaultValue = "",
                            description = "who may write: anybody, local, members or owners")
                    String post,
            @Option(
                            names = "--title",
                            paramLabel = "TEXT",
                            defaultValue = "",
                            description = "what the list is about, in its List-Id")
                    String title,
            @Option(
                            names = "--owners",
                            paramLabel = "ADDRESSES",
                            defaultValue = "",
                            description = "who gets its bounces, with commas between them")
                    String owners) {
        return AdminCall.run(
                spec,
                place,
                new AdminRequest.Addressing(
                        AddressAct.LIST_ADD,
                        AliasCommand.words(members, address, post, title, owners)));
    }

    @Command(description = "Removes a list, or members of it.", mixinStandardHelpOptions = true)
    int remove(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "ADDRESS") String address,
            @Parameters(index = "1..*", arity = "0..*", paramLabel = "MEMBER")
                    @Nullable List<String> members) {
        return AliasCommand.remove(spec, place, AddressWork.Kind.LIST, address, members);
    }

    @Command(
            description = "Lists the lists, or the members of one.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin Place place,
            @Parameters(arity = "0..1", paramLabel = "ADDRESS", defaultValue = "") String address) {
        return AliasCommand.list(spec, place, AddressWork.Kind.LIST, address);
    }
}
