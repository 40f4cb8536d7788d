package dev.jebi.useragent;

import dev.jebi.useragent.account.Endpoint;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.online.Connections;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `jebi mail pop`: fetches mail to a file of one's own, and deletes it on the server (cut and
/// paste), or keeps it there. A message is on the disk, synced, before its deletion is asked for.
@Command(
        name = "pop",
        mixinStandardHelpOptions = true,
        description =
                "Fetches mail by POP3 to an mbox file or a Maildir, and deletes it on the server.")
final class PopCommand extends Verb {
    /// Where it goes.
    static final class Target {
        @Option(names = "--mbox", paramLabel = "FILE", description = "appends to this mbox file")
        private @Nullable Path mbox;

        @Option(names = "--maildir", paramLabel = "DIR", description = "puts it into this Maildir")
        private @Nullable Path maildir;
    }

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    @Option(
            names = "--keep",
            description = "leaves it on the server; next time only new mail comes")
    private boolean keep;

    @Override
    void run(Output output) throws IOException {
        Endpoint endpoint = account().endpoint(Service.POP3);
        Path place =
                Optional.ofNullable(target.mbox)
                        .or(() -> Optional.ofNullable(target.maildir))
                        .orElseThrow();
        var connections = new Connections(account());
        account().password();
        var seen =
                SeenUidls.of(
                        surroundings().memory(),
                        account().user() + "\n" + endpoint,
                        place,
                        empty(place));
        connections.with(
                Service.POP3,
                store -> {
                    try (Drop drop =
                            target.mbox != null ? new MboxDrop(place) : new MaildirDrop(place)) {
                        var fetch = new PopFetch(drop, seen, keep);
                        fetch.from(store);
                        if (fetch.deleted() > 0) {
                            store().changed();
                        }
                        tell(output, fetch.subjects(), fetch.deleted());
                    }
                });
    }

    /// Whether nothing is at that place: then nothing was fetched to it that need not come again.
    private static boolean empty(Path place) throws IOException {
        return !Files.exists(place) || (Files.isRegularFile(place) && Files.size(place) == 0);
    }

    private void tell(Output output, List<String> fetched, int deleted) {
        output.show(
                new Value.Fields()
                        .put("fetched", fetched.size())
                        .put("deleted", deleted)
                        .put("subjects", fetched),
                out ->
                        out.line(
                                "fetched "
                                        + fetched.size()
                                        + (keep
                                                ? ", kept on the server"
                                                : ", deleted " + deleted + " on the server")));
    }
}
