package dev.jebi.daemon;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;

/// `jebi reports`: what other mail systems tell of ours, and what we tell of theirs.
@Command(
        name = "reports",
        mixinStandardHelpOptions = true,
        description = "Reports about TLS and DMARC: those of others, and ours to them.")
final class ReportsCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        AdminCall.missing(spec);
    }

    private int call(Place place, String act, String word) {
        return AdminCall.run(spec, place, new AdminRequest.Reports(act, word));
    }

    @Command(
            description = "Lists the reports of others, the oldest first.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin Place place,
            @Option(
                            names = "--since",
                            paramLabel = "DAY",
                            defaultValue = "",
                            description = "Only those of this day and later, 2026-11-20.")
                    String since) {
        return call(place, "list", since);
    }

    @Command(description = "Shows one of them.", mixinStandardHelpOptions = true)
    int show(@Mixin Place place, @Parameters(paramLabel = "NAME") String name) {
        return call(place, "show", name);
    }

    @Command(
            name = "import",
            description = "Reads reports from files: JSON, XML, gzip, ZIP or messages.",
            mixinStandardHelpOptions = true)
    int bring(@Mixin Place place, @Parameters(paramLabel = "FILE", arity = "1..*") Path[] files) {
        int worst = 0;
        for (Path file : files) {
            worst = Math.max(worst, call(place, "import", file.toAbsolutePath().toString()));
        }
        return worst;
    }

    @Command(description = "Lists what is to be told to others.", mixinStandardHelpOptions = true)
    int waiting(@Mixin Place place) {
        return call(place, "waiting", "");
    }

    @Command(
            description = "Tells now what is left of the days that are over.",
            mixinStandardHelpOptions = true)
    int send(@Mixin Place place) {
        return call(place, "send", "");
    }
}
