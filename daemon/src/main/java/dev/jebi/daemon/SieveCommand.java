package dev.jebi.daemon;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `jebi sieve`: the rules by which mail is filed.
@Command(
        name = "sieve",
        mixinStandardHelpOptions = true,
        description = {
            "Sieve scripts: the rules by which mail is filed.",
            "ACCOUNT is an address, or 'system' for the scripts that run for everybody: those"
                    + " named before and after, around each account's own."
        })
final class SieveCommand implements Runnable {
    /// A control socket's text has at most 64 KiB.
    private static final int PIECE = 10_000;

    private static final int MAX_FILE = 2 << 20;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        AdminCall.missing(spec);
    }

    @Command(description = "Checks a script and keeps it.", mixinStandardHelpOptions = true)
    int put(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "ACCOUNT") String account,
            @Parameters(index = "1", paramLabel = "NAME") String name,
            @Parameters(index = "2", paramLabel = "FILE") Path file) {
        return rules(place, RuleAct.PUT, pieces(file, account(account), name));
    }

    @Command(description = "Says whether a script is right.", mixinStandardHelpOptions = true)
    int check(@Mixin Place place, @Parameters(paramLabel = "FILE") Path file) {
        return rules(place, RuleAct.CHECK, pieces(file, ""));
    }

    @Command(description = "Prints a script.", mixinStandardHelpOptions = true)
    int get(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "ACCOUNT") String account,
            @Parameters(index = "1", paramLabel = "NAME") String name) {
        return rules(place, RuleAct.GET, List.of(account(account), name));
    }

    @Command(
            description = "Lists scripts with their sizes, and says which is active.",
            mixinStandardHelpOptions = true)
    int list(@Mixin Place place, @Parameters(paramLabel = "ACCOUNT") String account) {
        return rules(place, RuleAct.LIST, List.of(account(account)));
    }

    @Command(
            description = "Makes a script the one that runs; without NAME none does.",
            mixinStandardHelpOptions = true)
    int activate(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "ACCOUNT") String account,
            @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", defaultValue = "")
                    String name) {
        return rules(place, RuleAct.ACTIVATE, List.of(account(account), name));
    }

    @Command(description = "Removes a script.", mixinStandardHelpOptions = true)
    int remove(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "ACCOUNT") String account,
            @Parameters(index = "1", paramLabel = "NAME") String name) {
        return rules(place, RuleAct.REMOVE, List.of(account(account), name));
    }

    private int rules(Place place, RuleAct act, List<String> words) {
        return AdminCall.run(spec, place, new AdminRequest.Rules(act, words));
    }

    private static String account(String account) {
        return account.equals("system") ? "" : account;
    }

    private static List<String> pieces(Path file, String... first) {
        String text;
        try {
            if (Files.size(file) > MAX_FILE) {
                throw new Failure(ExitCode.BAD_DATA, file + " is too large for a script");
            }
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Failure(ExitCode.BAD_DATA, file + " cannot be read: " + e.getMessage());
        }
        var words = new ArrayList<>(List.of(first));
        for (int from = 0; from < text.length(); from += PIECE) {
            words.add(text.substring(from, Math.min(text.length(), from + PIECE)));
        }
        return words;
    }
}
