package dev.jebi.useragent;

import dev.jebi.useragent.account.Passwords;
import dev.jebi.useragent.account.Profiles;
import dev.jebi.useragent.account.SecretTool;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.text.SafeText;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.ArrayList;
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
    private Verbs main = null;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: add, list or remove");
    }

    @Command(
            description = "Adds an account, or gives it other values.",
            mixinStandardHelpOptions = true)
    int add(
            @Parameters(
                            paramLabel = "NAME|ADDRESS",
                            arity = "0..1",
                            description = {
                                "a name, or an address whose servers are looked for;",
                                "without it your login at the Jebi on this machine"
                            })
                    @Nullable String named,
            @Mixin AccountValues values,
            @Option(names = "--default", description = "the one that is meant when none is named")
                    boolean standard,
            @Mixin FormOptions form) {
        main.output().form(form.form());
        return main.guarded(() -> {
            var profiles = Profiles.in(values.config(main.surroundings()));
            String wanted = named == null ? NewAccount.likely(values) : named;
            boolean address = NewAccount.address(wanted);
            String name = address ? NewAccount.name(profiles, wanted) : wanted;
            if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
                throw new Failure(
                        Failure.Kind.USAGE, "'" + name + "' is no name; use letters and digits");
            }
            boolean found = address && values.nowhere();
            if (address) {
                new NewAccount(main.output()).into(profiles, name, wanted, values);
            }
            values.into(profiles, name);
            Optional<AccountValues.Secret> secret =
                    values.secret(main.output().in()).or(() -> asked(address, wanted, values));
            if (secret.isPresent() && found) {
                NewAccount.check(profiles, name, secret.get().password());
            }
            secret.ifPresent(given ->
                    profiles.keep(name, given.keeping(), given.words(), main.surroundings()));
            if (standard) {
                profiles.setStandard(name);
            }
            profiles.write();
            main.output()
                    .show(
                            value(profiles, name),
                            out -> out.line(name + " is in " + profiles.file()));
        });
    }

    /// At a terminal, the password of a new account.
    private Optional<AccountValues.Secret> asked(
            boolean address, String user, AccountValues values) {
        return address && main.surroundings().terminal()
                ? Optional.of(
                        new AccountValues.Secret(
                                values.keeping(), Passwords.asked(main.surroundings(), user)))
                : Optional.empty();
    }

    @Command(description = "Lists the accounts.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--mail-config", paramLabel = "FILE") @Nullable Path file,
            @Mixin FormOptions form) {
        main.output().form(form.form());
        return main.guarded(() -> {
            var profiles = in(file);
            var values = new ArrayList<Value>();
            profiles.names().forEach(name -> values.add(value(profiles, name)));
            main.output()
                    .show(
                            new Value.Rows(values),
                            out ->
                                    profiles.names()
                                            .forEach(name ->
                                                    out.line(SafeText.line(text(profiles, name)))));
        });
    }

    @Command(description = "Forgets an account.", mixinStandardHelpOptions = true)
    int remove(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--mail-config", paramLabel = "FILE") @Nullable Path file,
            @Mixin FormOptions form) {
        main.output().form(form.form());
        return main.guarded(() -> {
            var profiles = in(file);
            boolean inKeyring = profiles.inKeyring(name);
            if (!profiles.remove(name)) {
                throw new Failure(
                        Failure.Kind.NOT_FOUND,
                        "there is no account " + name + " in " + profiles.file());
            }
            profiles.write();
            if (inKeyring) {
                SecretTool.on(main.surroundings()).ifPresent(tool -> tool.forget(name));
            }
            main.output().show(new Value.Fields().put("removed", name), _ -> {});
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

    private static Value.Fields value(Profiles profiles, String name) {
        return new Value.Fields()
                .put("name", name)
                .put("user", profiles.value(name, "user").orElse(""))
                .put("default", profiles.standard().equals(Optional.of(name)));
    }
}
