package dev.jebi.daemon;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;

/// `jebi group`: several under one name.
@Command(
        name = "group",
        mixinStandardHelpOptions = true,
        description = "Groups: several addresses under one, with a say in who may write to them.")
final class GroupCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        AdminCall.missing(spec);
    }

    @Command(
            description = "Adds a group, or members to one; changes who may write to it.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "ADDRESS") String address,
            @Parameters(index = "1..*", arity = "0..*", paramLabel = "MEMBER") List<String> members,
            @Option(
                            names = "--post",
                            paramLabel = "WHO",
                            defaultValue = "",
                            description = "who may write to it: anybody, local or members")
                    String post) {
        return AdminCall.run(
                spec,
                place,
                new AdminRequest.Addressing(
                        AddressAct.GROUP_ADD, AliasCommand.words(members, address, post)));
    }

    @Command(description = "Removes a group, or members of it.", mixinStandardHelpOptions = true)
    int remove(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "ADDRESS") String address,
            @Parameters(index = "1..*", arity = "0..*", paramLabel = "MEMBER")
                    @Nullable List<String> members) {
        return AliasCommand.remove(spec, place, AddressWork.Kind.GROUP, address, members);
    }

    @Command(
            description = "Lists the groups, or the members of one.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin Place place,
            @Parameters(arity = "0..1", paramLabel = "ADDRESS", defaultValue = "") String address) {
        return AliasCommand.list(spec, place, AddressWork.Kind.GROUP, address);
    }
}
