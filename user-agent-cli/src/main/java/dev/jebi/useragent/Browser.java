package dev.jebi.useragent;

import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.failure.Failure;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.Locale;

/// The person's program for links: `$BROWSER`, else the one of the desktop.
final class Browser {
    private Browser() {}

    /// Opens a link and waits until the program is ready with it, which a window rarely lets wait.
    static void open(Surroundings surroundings, String link) throws IOException {
        if (!link.matches("(?i)(https?|mailto):.+")) {
            throw new Failure(Failure.Kind.BAD_DATA, "only links to the web and to people open");
        }
        boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
        String command = surroundings.variable("BROWSER").orElse(mac ? "open" : "xdg-open");
        // the link is an argument of its own: nothing in it is a command
        var builder = new ProcessBuilder("sh", "-c", command + " \"$1\"", "sh", link);
        builder.inheritIO();
        if (!surroundings.terminal()) {
            builder.redirectInput(Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD); // the output is the verb's
        }
        try {
            int exit = builder.start().waitFor();
            if (exit != 0) {
                throw new Failure(
                        Failure.Kind.NOT_FOUND,
                        "'" + command + "' opened nothing; set BROWSER to a program that does");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.TRY_AGAIN, "interrupted", e);
        }
    }
}
