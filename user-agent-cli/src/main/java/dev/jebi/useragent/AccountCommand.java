package dev.jebi.useragent;

import dev.jebi.useragent.account.Profiles;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.text.Terminal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import tools.jackson.core.JsonGenerator;

import java.nio.file.Path;
import java.util.Optional;

/// `jebi mail account`: the accounts that need no options any more.
@Command(
        name = "account",
        mixinStandardHelpOptions = true,
        description = "The accounts in the file of accounts.")
final class AccountCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @SuppressWarnings("NullAway") // picocli sets it before the command runs
    @ParentCommand
    private Main main = null;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: add, list or remove");
    }

    @Command(
            description = "Adds an account, or gives it other values.",
            mixinStandardHelpOptions = true)
    int add(
            @Parameters(paramLabel = "NAME") String name,
            @Mixin AccountValues values,
            @Option(names = "--default", description = "the one that is meant when none is named")
                    boolean standard,
            @Option(names = "--json", description = "one JSON document") boolean json) {
        return main.guarded(
                json,
                () -> {
                    if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
                        throw new Failure(
                                Failure.Kind.USAGE,
                                "'" + name + "' is no name; use letters and digits");
                    }
                    var profiles = Profiles.in(values.config(main.surroundings()));
                    values.into(profiles, name, main.output().in());
                    if (standard) {
                        profiles.setStandard(name);
                    }
                    profiles.write();
                    if (json) {
                        main.output().json(g -> write(g, profiles, name));
                    } else {
                        main.output().line(name + " is in " + profiles.file());
                    }
                });
    }

    @Command(description = "Lists the accounts.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--mail-config", paramLabel = "FILE") @Nullable Path file,
            @Option(names = "--json", description = "one JSON document") boolean json) {
        return main.guarded(
                json,
                () -> {
                    var profiles = in(file);
                    if (json) {
                        main.output()
                                .json(g -> {
                                    g.writeStartArray();
                                    profiles.names().forEach(name -> write(g, profiles, name));
                                    g.writeEndArray();
                                });
                    } else {
                        for (String name : profiles.names()) {
                            main.output().line(Terminal.line(text(profiles, name)));
                        }
                    }
                });
    }

    @Command(description = "Forgets an account.", mixinStandardHelpOptions = true)
    int remove(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--mail-config", paramLabel = "FILE") @Nullable Path file,
            @Option(names = "--json", description = "one JSON document") boolean json) {
        return main.guarded(
                json,
                () -> {
                    var profiles = in(file);
                    if (!profiles.remove(name)) {
                        throw new Failure(
                                Failure.Kind.NOT_FOUND,
                                "there is no account " + name + " in " + profiles.file());
                    }
                    profiles.write();
                    if (json) {
                        main.output()
                                .json(g -> {
                                    g.writeStartObject();
                                    g.writeStringProperty("removed", name);
                                    g.writeEndObject();
                                });
                    }
                });
    }

    private Profiles in(@Nullable Path file) {
        return Profiles.in(Optional.ofNullable(file).orElseGet(main.surroundings()::accounts));
    }

    private static String text(Profiles profiles, String name) {
        boolean standard = profiles.standard().equals(Optional.of(name));
        return name
                + "  "
                + profiles.value(name, "user").orElse("")
                + (standard ? "  (default)" : "");
    }

    private static void write(JsonGenerator g, Profiles profiles, String name) {
        g.writeStartObject();
        g.writeStringProperty("name", name);
        g.writeStringProperty("user", profiles.value(name, "user").orElse(""));
        g.writeBooleanProperty("default", profiles.standard().equals(Optional.of(name)));
        g.writeEndObject();
    }
}
