package dev.jebi.daemon;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// `jebi account`: who has mail here.
@Command(
        name = "account",
        mixinStandardHelpOptions = true,
        subcommands = AccountPop3Command.class,
        description = "The accounts: who has mail here.")
final class AccountCommand implements Runnable {
    /// The longest password that is read, in chars.
    private static final int MAX_PASSWORD = 1_000;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        AdminCall.missing(spec);
    }

    @Command(description = "Adds an account with its mailboxes.", mixinStandardHelpOptions = true)
    int add(
            @Mixin Place place,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Option(
                            names = "--password-stdin",
                            description = "reads the password from standard input")
                    boolean passwordStdin,
            @Option(
                            names = "--quota",
                            paramLabel = "SIZE",
                            defaultValue = "none",
                            description = "the most it may hold, e.g. 500M or 2G; default: none")
                    String quota,
            @Option(
                            names = "--messages",
                            paramLabel = "NUMBER",
                            defaultValue = "none",
                            description = "the most messages it may hold; default: none")
                    String messages) {
        if (!quota.equals("none")) {
            checked(quota);
        }
        return AdminCall.run(
                spec,
                place,
                new AdminRequest.AccountAdd(address, password(passwordStdin), quota, messages));
    }

    @Command(description = "Lists the accounts.", mixinStandardHelpOptions = true)
    int list(@Mixin Place place) {
        return AdminCall.run(spec, place, new AdminRequest.AccountList());
    }

    @Command(description = "Removes an account with all its mail.", mixinStandardHelpOptions = true)
    int remove(@Mixin Place place, @Parameters(paramLabel = "ADDRESS") String address) {
        return AdminCall.run(spec, place, new AdminRequest.AccountRemove(address));
    }

    @Command(description = "Gives an account another password.", mixinStandardHelpOptions = true)
    int password(
            @Mixin Place place,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Option(
                            names = "--password-stdin",
                            description = "reads the password from standard input")
                    boolean passwordStdin) {
        return AdminCall.run(
                spec, place, new AdminRequest.AccountPassword(address, password(passwordStdin)));
    }

    @Command(description = "Gives an account another quota.", mixinStandardHelpOptions = true)
    int quota(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "ADDRESS") String address,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "SIZE",
                            defaultValue = "",
                            description = "e.g. 500M, or none")
                    String quota,
            @Option(
                            names = "--messages",
                            paramLabel = "NUMBER",
                            defaultValue = "",
                            description = "the most messages it may hold, or none")
                    String messages) {
        if (quota.isEmpty() && messages.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "say how much: a SIZE, or --messages NUMBER");
        }
        if (!quota.isEmpty() && !quota.equals("none")) {
            checked(quota);
        }
        return AdminCall.run(spec, place, new AdminRequest.AccountQuota(address, quota, messages));
    }

    @Command(
            description =
                    "Tells what fills an account: its largest messages and the oldest"
                            + " with attachments.",
            mixinStandardHelpOptions = true)
    int usage(
            @Mixin Place place,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Option(
                            names = "--largest",
                            paramLabel = "N",
                            defaultValue = "10",
                            description = "so many of the largest messages; default: 10")
                    String largest,
            @Option(
                            names = "--oldest-attachments",
                            paramLabel = "N",
                            defaultValue = "10",
                            description = "so many of the oldest with attachments; default: 10")
                    String oldestAttachments) {
        return AdminCall.run(
                spec, place, new AdminRequest.AccountUsage(address, largest, oldestAttachments));
    }

    @Command(
            description = "Forwards an account's mail; without TARGET tells where it goes.",
            mixinStandardHelpOptions = true)
    int forward(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "ADDRESS") String address,
            @Parameters(
                            index = "1..*",
                            arity = "0..*",
                            paramLabel = "TARGET",
                            description = "addresses here or elsewhere, or none")
                    @Nullable List<String> targets,
            @Option(names = "--keep", description = "leaves a copy in the account") boolean keep) {
        var words = AliasCommand.words(targets);
        String how =
                words.isEmpty()
                        ? "show"
                        : words.equals(List.of("none")) ? "off" : keep ? "yes" : "no";
        words.addAll(0, List.of(address, how));
        return AdminCall.run(spec, place, new AdminRequest.Addressing(AddressAct.FORWARD, words));
    }

    private void checked(String quota) {
        try {
            Quantity.octets(quota);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "the quota " + e.getMessage(), e, null, quota);
        }
    }

    /// Never from an argument: arguments can be seen by everybody on the machine.
    private String password(boolean stdin) {
        if (stdin) {
            try {
                var reader =
                        new BufferedReader(
                                new InputStreamReader(java.lang.System.in, StandardCharsets.UTF_8));
                @Nullable String line = reader.readLine();
                if (line == null || line.isEmpty() || line.length() > MAX_PASSWORD) {
                    throw new Failure(
                            ExitCode.BAD_DATA,
                            "standard input has no password in its first line; give one of at most "
                                    + MAX_PASSWORD
                                    + " characters");
                }
                if (line.chars().anyMatch(Character::isISOControl)) {
                    throw new Failure(
                            ExitCode.BAD_DATA,
                            "a password has no control characters: no protocol could bring it; give"
                                    + " another");
                }
                return line;
            } catch (IOException e) {
                throw new Failure(
                        ExitCode.BAD_DATA, "standard input cannot be read: " + e.getMessage());
            }
        }
        @Nullable Console console = java.lang.System.console();
        if (console == null || !console.isTerminal()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no terminal to ask for the password; give it with --password-stdin");
        }
        char[] first = console.readPassword("Password: ");
        char[] second = console.readPassword("Once more: ");
        if (first == null || !Arrays.equals(first, second)) {
            throw new Failure(ExitCode.BAD_DATA, "the two passwords differ; try again");
        }
        return new String(first);
    }
}
