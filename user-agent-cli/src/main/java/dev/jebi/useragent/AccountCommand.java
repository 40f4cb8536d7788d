package dev.jebi.useragent;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.IOException;
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
        throw new ParameterException(spec.commandLine(), "say what to do: add or list");
    }

    @Command(
            description = "Adds an account, or gives it other values.",
            mixinStandardHelpOptions = true)
    int add(
            @Parameters(paramLabel = "NAME") String name,
            @Mixin AccountValues values,
            @Option(names = "--default", description = "the one that is meant when none is named")
                    boolean standard) {
        try {
            if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
                throw new Failure(
                        Failure.Kind.USAGE, "'" + name + "' is no name; use letters and digits");
            }
            var profiles = Profiles.in(values.config());
            values.into(profiles, name);
            if (standard) {
                profiles.setStandard(name);
            }
            profiles.write();
            return 0;
        } catch (Failure failure) {
            main.output().failure(failure, false);
            return failure.kind().exitCode();
        } catch (IOException e) {
            main.output()
                    .failure(
                            new Failure(
                                    Failure.Kind.BAD_CONFIGURATION,
                                    values.config() + " cannot be written: " + e,
                                    e),
                            false);
            return Failure.Kind.BAD_CONFIGURATION.exitCode();
        }
    }

    @Command(description = "Lists the accounts.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--mail-config", paramLabel = "FILE") java.nio.file.@Nullable Path file,
            @Option(names = "--json") boolean json) {
        try {
            var profiles = Profiles.in(Optional.ofNullable(file).orElseGet(Profiles::standardFile));
            if (json) {
                main.output()
                        .json(g -> {
                            g.writeStartArray();
                            for (String name : profiles.names()) {
                                g.writeStartObject();
                                g.writeStringProperty("name", name);
                                g.writeStringProperty(
                                        "user", profiles.value(name, "user").orElse(""));
                                g.writeBooleanProperty(
                                        "default", profiles.standard().equals(Optional.of(name)));
                                g.writeEndObject();
                            }
                            g.writeEndArray();
                        });
            } else {
                for (String name : profiles.names()) {
                    main.output()
                            .line(
                                    Terminal.line(
                                            name + "\t" + profiles.value(name, "user").orElse("")));
                }
            }
            return 0;
        } catch (Failure failure) {
            main.output().failure(failure, json);
            return failure.kind().exitCode();
        }
    }
}
