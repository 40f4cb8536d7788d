package dev.jebi.daemon;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `jebi ban`: clients that are not let in.
@Command(
        name = "ban",
        mixinStandardHelpOptions = true,
        description = "Clients that are not let in, why, and until when.")
final class BanCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        AdminCall.missing(spec);
    }

    @Command(description = "Lists the bans, the newest first.", mixinStandardHelpOptions = true)
    int list(
            @Mixin Place place,
            @Option(names = "--json", description = "print JSON, one object on a line")
                    boolean json) {
        return AdminCall.run(
                spec, place, new AdminRequest.Bans("list", "", "", Boolean.toString(json)));
    }

    @Command(
            description = "Bans an address or a network. Trusted networks are let in all the same.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin Place place,
            @Parameters(paramLabel = "ADDRESS", description = "192.0.2.1, 192.0.2.0/24")
                    String target,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            defaultValue = "24h",
                            description = "how long, such as 2h or 30d; ever for ever")
                    String span,
            @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "by hand")
                    String reason) {
        return AdminCall.run(spec, place, new AdminRequest.Bans("add", target, span, reason));
    }

    @Command(description = "Ends a ban.", mixinStandardHelpOptions = true)
    int remove(
            @Mixin Place place,
            @Parameters(paramLabel = "ADDRESS", description = "as the list shows it")
                    String target) {
        return AdminCall.run(spec, place, new AdminRequest.Bans("remove", target, "", ""));
    }
}
