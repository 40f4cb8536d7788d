package dev.jebi.daemon;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `jebi account pop3`: how POP3 treats an account.
@Command(
        name = "pop3",
        mixinStandardHelpOptions = true,
        description =
                "How POP3 treats an account; without options tells it. It holds for sessions that"
                        + " begin.")
final class AccountPop3Command implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Parameters(paramLabel = "ADDRESS")
    private String address = "";

    @Option(names = "--standard", description = "as it is for others, before the other options")
    private boolean standard;

    @Option(
            names = "--maildrop",
            paramLabel = "MAILBOX",
            defaultValue = "",
            description = "the mailbox that POP3 shows; INBOX for others")
    private String maildrop = "";

    @Option(
            names = "--dele",
            paramLabel = "HOW",
            defaultValue = "",
            description =
                    "what becomes of what is deleted: delete for good, backup, backup:30d (kept so"
                            + " long for 'jebi undelete'), or server (what pop3.backup says)")
    private String dele = "";

    @Option(
            names = "--retr",
            paramLabel = "HOW",
            defaultValue = "",
            description =
                    "what becomes of what was retrieved: keep, delete (with the QUIT behind it), or"
                            + " 30d (deleted so long after it was first retrieved)")
    private String retr = "";

    @Option(
            names = "--min-age",
            paramLabel = "TIME",
            defaultValue = "",
            description = "how old a message must be to be shown: 2h, or none")
    private String minAge = "";

    @Option(
            names = "--login-delay",
            paramLabel = "TIME",
            defaultValue = "",
            description = "how long after signing in it may not sign in again: 5m, or none")
    private String loginDelay = "";

    @Option(
            names = "--ids",
            paramLabel = "FILE",
            defaultValue = "",
            description =
                    "gives messages the unique ids that clients know them by: lines of an id and a"
                            + " Message-ID in angle brackets, or of a UID and an id")
    private String ids = "";

    @Override
    public Integer call() {
        var words = new ArrayList<String>();
        words.add(address);
        if (standard) {
            words.add("standard=");
        }
        add(words, "maildrop", maildrop);
        add(words, "dele", dele);
        add(words, "retr", retr);
        add(words, "min-age", minAge);
        add(words, "login-delay", loginDelay);
        add(words, "ids", ids.isEmpty() ? "" : Path.of(ids).toAbsolutePath().normalize() + "");
        return AdminCall.run(spec, place, new AdminRequest.Pop3(words));
    }

    private static void add(List<String> words, String word, String value) {
        if (!value.isEmpty()) {
            words.add(word + "=" + value);
        }
    }
}
