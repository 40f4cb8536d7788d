package dev.jebi.daemon;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `jebi dkim`: the keys that sign what goes out.
@Command(
        name = "dkim",
        mixinStandardHelpOptions = true,
        description = "The keys that sign what goes out.")
final class DkimCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        AdminCall.missing(spec);
    }

    private int call(Place place, String act, String domain, String selector, String value) {
        return AdminCall.run(spec, place, new AdminRequest.Dkim(act, domain, selector, value));
    }

    @Command(description = "Lists keys.", mixinStandardHelpOptions = true)
    int list(
            @Mixin Place place,
            @Parameters(paramLabel = "DOMAIN", arity = "0..1", defaultValue = "") String domain) {
        return call(place, "list", domain, "", "");
    }

    @Command(
            description = "Makes a domain's first keys and prints the records to publish.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin Place place,
            @Parameters(paramLabel = "DOMAIN") String domain,
            @Option(
                            names = "--key",
                            paramLabel = "FILE",
                            defaultValue = "",
                            description = "An RSA key (PKCS#8, PEM) that is published already.")
                    String key,
            @Option(
                            names = "--selector",
                            paramLabel = "NAME",
                            defaultValue = "",
                            description = "Its selector.")
                    String selector) {
        try {
            return call(
                    place,
                    "add",
                    domain,
                    selector,
                    key.isEmpty() ? "" : Files.readString(Path.of(key)));
        } catch (IOException _) {
            throw new Failure(ExitCode.BAD_DATA, "the file " + key + " cannot be read");
        }
    }

    @Command(
            description = {
                "Makes the next keys and prints the records to publish.",
                "Once the DNS shows them, they sign."
            },
            mixinStandardHelpOptions = true)
    int rotate(
            @Mixin Place place,
            @Parameters(paramLabel = "DOMAIN") String domain,
            @Option(
                            names = "--now",
                            description = "Switches to the keys that wait, published or not.")
                    boolean now) {
        return call(place, "rotate", domain, "", now ? "now" : "");
    }

    @Command(
            description = "Prints the TXT records as lines of a zone file.",
            mixinStandardHelpOptions = true)
    int publish(
            @Mixin Place place,
            @Parameters(paramLabel = "DOMAIN") String domain,
            @Option(names = "--form", description = "Prints them as a web form wants them.")
                    boolean form) {
        return call(place, "publish", domain, "", form ? "form" : "");
    }

    @Command(
            description = "Ends a key at once and erases its private half.",
            mixinStandardHelpOptions = true)
    int retire(
            @Mixin Place place,
            @Parameters(paramLabel = "DOMAIN") String domain,
            @Parameters(paramLabel = "SELECTOR") String selector) {
        return call(place, "retire", domain, selector, "");
    }

    @Command(
            description = "Looks into the DNS; switches to keys that wait when it shows them.",
            mixinStandardHelpOptions = true)
    int check(@Mixin Place place, @Parameters(paramLabel = "DOMAIN") String domain) {
        return call(place, "check", domain, "", "");
    }
}
