package dev.jebi.daemon;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;

/// `jebi share`: mailboxes that several accounts use.
@Command(
        name = "share",
        mixinStandardHelpOptions = true,
        description = {
            "Mailboxes that several accounts use over IMAP.",
            "Rights are letters: l list, r read, s seen, w other flags, i put in, k create below,"
                    + " x delete and rename, t mark deleted, e expunge, a administer."
        })
final class ShareCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        AdminCall.missing(spec);
    }

    @Command(
            description = {
                "Shows an account's mailboxes as Shared Folders/NAME to those who have rights.",
                "The account gets mail and has a quota as any other."
            },
            mixinStandardHelpOptions = true)
    int publish(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "ACCOUNT") String account,
            @Parameters(index = "1", paramLabel = "NAME") String name) {
        return call(place, ShareAct.PUBLISH, account, name);
    }

    @Command(description = "Shows them under Other Users again.", mixinStandardHelpOptions = true)
    int withdraw(@Mixin Place place, @Parameters(paramLabel = "ACCOUNT") String account) {
        return call(place, ShareAct.WITHDRAW, account);
    }

    @Command(
            description = {
                "Gives rights on a mailbox, in place of those that WHO had.",
                "WHO is an account, a group, 'anyone', or one of these with '-' before it, from"
                        + " whom the rights are taken whoever gives them."
            },
            mixinStandardHelpOptions = true)
    int grant(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "ACCOUNT") String account,
            @Parameters(index = "1", paramLabel = "MAILBOX", description = "'*' for all")
                    String mailbox,
            @Parameters(index = "2", paramLabel = "WHO") String whom,
            @Parameters(index = "3", paramLabel = "RIGHTS", defaultValue = "lrswite")
                    String rights) {
        return call(place, ShareAct.GRANT, account, mailbox, whom, rights);
    }

    @Command(description = "Takes rights away.", mixinStandardHelpOptions = true)
    int revoke(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "ACCOUNT") String account,
            @Parameters(index = "1", paramLabel = "MAILBOX", description = "'*' for all")
                    String mailbox,
            @Parameters(index = "2", paramLabel = "WHO") String whom) {
        return call(place, ShareAct.REVOKE, account, mailbox, whom);
    }

    @Command(
            description = "Lists what is published, or who has rights on an account's mailboxes.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin Place place,
            @Parameters(arity = "0..1", paramLabel = "ACCOUNT", defaultValue = "") String account) {
        return call(place, ShareAct.LIST, account);
    }

    @Command(
            description = "Limits what may be uploaded into a mailbox; without SIZE ends that.",
            mixinStandardHelpOptions = true)
    int limit(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "ACCOUNT") String account,
            @Parameters(index = "1", paramLabel = "MAILBOX") String mailbox,
            @Parameters(index = "2", arity = "0..1", paramLabel = "SIZE", defaultValue = "")
                    String size) {
        return call(place, ShareAct.LIMIT, account, mailbox, size);
    }

    @Command(
            description = "Says whether an account may set everybody's quota over IMAP.",
            mixinStandardHelpOptions = true)
    int operator(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "ACCOUNT") String account,
            @Parameters(index = "1", paramLabel = "yes|no") String yes) {
        return call(place, ShareAct.OPERATOR, account, yes);
    }

    @Command(
            description = {
                "Shows an account what was expunged, as a mailbox NAME to read and to copy from;"
                        + " without NAME no more.",
                "It counts in no quota, and lasts as long as 'jebi undelete' has it."
            },
            mixinStandardHelpOptions = true)
    int expunged(
            @Mixin Place place,
            @Parameters(index = "0", paramLabel = "ACCOUNT") String account,
            @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", defaultValue = "")
                    String name) {
        return call(place, ShareAct.EXPUNGED, account, name);
    }

    private int call(Place place, ShareAct act, String... words) {
        return AdminCall.run(spec, place, new AdminRequest.Share(act, List.of(words)));
    }
}
