package dev.jebi.daemon;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `jebi queue`: what waits to go out.
@Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        description = "The outbound queue: what waits to go out.")
final class QueueCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        AdminCall.missing(spec);
    }

    @Command(description = "Lists who waits for what.", mixinStandardHelpOptions = true)
    int list(@Mixin Place place) {
        return AdminCall.run(spec, place, new AdminRequest.QueueList());
    }

    @Command(
            description = "Tries one message, or all of them, now; ends their hold.",
            mixinStandardHelpOptions = true)
    int retry(
            @Mixin Place place,
            @Parameters(paramLabel = "ID", arity = "0..1", defaultValue = "") String id) {
        return AdminCall.run(spec, place, new AdminRequest.QueueRetry(id.equals("all") ? "" : id));
    }

    @Command(
            description = "Holds a message: no attempt until it is retried.",
            mixinStandardHelpOptions = true)
    int hold(@Mixin Place place, @Parameters(paramLabel = "ID") String id) {
        return AdminCall.run(spec, place, new AdminRequest.QueueHold(id));
    }

    @Command(description = "Removes a message; nobody is told.", mixinStandardHelpOptions = true)
    int remove(@Mixin Place place, @Parameters(paramLabel = "ID") String id) {
        return AdminCall.run(spec, place, new AdminRequest.QueueRemove(id));
    }
}
