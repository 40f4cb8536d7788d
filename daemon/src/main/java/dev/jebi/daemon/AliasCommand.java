package dev.jebi.daemon;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.List;

/// `jebi alias`: other names for addresses.
@Command(
        name = "alias",
        mixinStandardHelpOptions = true,
        description = "Aliases: other names for one or several addresses.")
final class AliasCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        AdminCall.missing(spec);
    }

    @Command(
            description = "Adds an alias, or targets to one: addresses here or elsewhere.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "ADDRESS") String address,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "TARGET")
                    List<String> targets) {
        return AdminCall.run(
                spec,
                place,
                new AdminRequest.Addressing(AddressAct.ALIAS_ADD, words(targets, address)));
    }

    @Command(description = "Removes an alias, or targets of it.", mixinStandardHelpOptions = true)
    int remove(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "ADDRESS") String address,
            @Parameters(index = "1..*", arity = "0..*", paramLabel = "TARGET")
                    List<String> targets) {
        return remove(spec, place, AddressWork.Kind.ALIAS, address, targets);
    }

    @Command(description = "Lists the aliases.", mixinStandardHelpOptions = true)
    int list(@Mixin Place place) {
        return list(spec, place, AddressWork.Kind.ALIAS, "");
    }

    static int remove(
            CommandSpec spec,
            Place place,
            AddressWork.Kind kind,
            String address,
            @Nullable List<String> targets) {
        return AdminCall.run(
                spec,
                place,
                new AdminRequest.Addressing(
                        AddressAct.ENTRY_REMOVE, words(targets, kind.name(), address)));
    }

    static int list(CommandSpec spec, Place place, AddressWork.Kind kind, String address) {
        return AdminCall.run(
                spec,
                place,
                new AdminRequest.Addressing(AddressAct.ENTRY_LIST, List.of(kind.name(), address)));
    }

    /// picocli gives null for a list without members.
    static List<String> words(@Nullable List<String> last, String... first) {
        var words = new ArrayList<>(List.of(first));
        if (last != null) {
            words.addAll(last);
        }
        return words;
    }
}
