package dev.jebi.daemon;

import dev.jebi.daemon.AdminRequest.QueueAct;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `jebi queue`: what waits to go out.
@Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        description = "The outbound queue: what waits to go out.")
final class QueueCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    /// Which recipients are meant: all that have everything that is given.
    static final class Chosen {
        @Parameters(
                paramLabel = "ID",
                arity = "0..1",
                defaultValue = "",
                description = "the message, or all")
        private String id = "";

        @Option(
                names = "--domain",
                paramLabel = "DOMAIN",
                defaultValue = "",
                description = "recipients of this domain")
        private String domain = "";

        @Option(
                names = "--sender",
                paramLabel = "ADDRESS",
                defaultValue = "",
                description = "messages from this reverse-path; <> for reports")
        private String sender = "";

        @Option(
                names = "--recipient",
                paramLabel = "ADDRESS",
                defaultValue = "",
                description = "this recipient")
        private String recipient = "";

        @Option(names = "--json", description = "print JSON, one object on a line")
        private boolean json;

        private AdminRequest.Queue request(QueueAct act, String to) {
            String one = id.equals("all") ? "" : id;
            boolean all =
                    id.isEmpty() && domain.isEmpty() && sender.isEmpty() && recipient.isEmpty();
            if (all && act != QueueAct.LIST && act != QueueAct.RETRY) {
                throw new Failure(
                        ExitCode.USAGE,
                        "say which: an ID, --domain, --sender, --recipient, or all");
            }
            return new AdminRequest.Queue(act, one, domain, sender, recipient, to, json);
        }
    }

    @Override
    public void run() {
        AdminCall.missing(spec);
    }

    @Command(description = "Lists who waits for what.", mixinStandardHelpOptions = true)
    int list(@Mixin Place place, @Mixin Chosen chosen) {
        return AdminCall.run(spec, place, chosen.request(QueueAct.LIST, ""));
    }

    @Command(
            description = "Tries messages now; without a choice all of them. Ends their hold.",
            mixinStandardHelpOptions = true)
    int retry(@Mixin Place place, @Mixin Chosen chosen) {
        return AdminCall.run(spec, place, chosen.request(QueueAct.RETRY, ""));
    }

    @Command(
            description = "Holds messages: no attempt until they are released.",
            mixinStandardHelpOptions = true)
    int hold(@Mixin Place place, @Mixin Chosen chosen) {
        return AdminCall.run(spec, place, chosen.request(QueueAct.HOLD, ""));
    }

    @Command(
            description = "Ends the hold of messages, and tries them now.",
            mixinStandardHelpOptions = true)
    int release(@Mixin Place place, @Mixin Chosen chosen) {
        return AdminCall.run(spec, place, chosen.request(QueueAct.RELEASE, ""));
    }

    @Command(
            description = "Sends messages to another recipient from their next attempt on.",
            mixinStandardHelpOptions = true)
    int redirect(
            @Mixin Place place,
            @Mixin Chosen chosen,
            @Option(names = "--to", paramLabel = "ADDRESS", required = true) String to) {
        return AdminCall.run(spec, place, chosen.request(QueueAct.REDIRECT, to));
    }

    @Command(description = "Removes messages; nobody is told.", mixinStandardHelpOptions = true)
    int remove(@Mixin Place place, @Mixin Chosen chosen) {
        return AdminCall.run(spec, place, chosen.request(QueueAct.REMOVE, ""));
    }
}
