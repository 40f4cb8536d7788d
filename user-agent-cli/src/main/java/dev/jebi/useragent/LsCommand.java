package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalMailbox;
import dev.jebi.useragent.online.LocalTexts;
import dev.jebi.useragent.online.Mailboxes;
import dev.jebi.useragent.search.Matching;
import dev.jebi.useragent.search.Query;
import dev.jebi.useragent.search.QueryReader;
import dev.jebi.useragent.text.SafeText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `jebi mail ls`: the newest messages of a mailbox, the newest last.
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        description = "The newest messages of a mailbox.")
final class LsCommand extends Verb {
    @Parameters(arity = "0..1", paramLabel = "MAILBOX", defaultValue = "INBOX")
    private String mailbox = "INBOX";

    @Option(names = "--limit", paramLabel = "N", description = "at most so many; default: 50")
    private int limit = Listing.LIMIT;

    @Option(names = "--unseen", description = "only those not seen yet")
    private boolean unseen;

    @Option(
            names = "--search",
            paramLabel = "WORDS",
            description = "only those that fit the words of a search; see docs/cli.md")
    private String search = "";

    @Option(names = "--fresh", description = "asks the server, however recent the local list is")
    private boolean fresh;

    @Option(names = "--offline", description = "asks no server: what is kept here")
    private boolean offline;

    @Override
    void run(Output output) throws IOException {
        if (limit < 1) {
            throw new Failure(Failure.Kind.USAGE, "--limit takes a number from 1 on");
        }
        Query query = QueryReader.read(search);
        var listing = new Listing(mailbox, limit, unseen, fresh, offline);
        List<Envelope> rows = search.isBlank() ? plain(listing, output) : fitting(query, output);
        output.show(RowText.values(rows), out -> RowText.lines(out, rows));
    }

    private List<Envelope> plain(Listing listing, Output output) throws IOException {
        if (offline) {
            known();
        }
        Optional<List<Envelope>> kept = listing.kept(store(), account());
        if (kept.isPresent()) {
            return kept.get();
        }
        var rows = new ArrayList<Envelope>();
        withMailboxes(mailboxes -> {
            try (var bar = new Bar(surroundings(), output)) {
                Outgoing.flush(account(), store(), mailboxes);
                mailboxes.sync(mailbox, Mailboxes.Depth.NEWEST, bar);
                LocalMailbox local = store().mailbox(mailbox);
                List<Envelope> here = listing.here(local);
                if (here.size() < limit && !local.state().whole()) {
                    mailboxes.sync(mailbox, Mailboxes.Depth.HEADERS, bar);
                    here = listing.here(local);
                }
                rows.addAll(here);
            } catch (Failure failure) {
                rows.addAll(listing.here(old(failure, output)));
            }
        });
        return rows;
    }

    /// A mailbox that nobody ever saw is not an empty one.
    private void known() throws IOException {
        boolean listed =
                store().mailboxes().stream()
                        .anyMatch(line -> line.name().equalsIgnoreCase(mailbox));
        if (!listed && !store().mailbox(mailbox).state().known()) {
            throw new Failure(
                    Failure.Kind.NOT_FOUND,
                    "nothing of a mailbox "
                            + SafeText.line(mailbox)
                            + " is kept here; jebi mail sync fetches what there is");
        }
    }

    /// What is kept here when the server cannot be reached, with a word about its age.
    private LocalMailbox old(Failure failure, Output output) throws IOException {
        LocalMailbox local = store().mailbox(mailbox);
        if (fresh || failure.kind() != Failure.Kind.UNREACHABLE || !local.state().known()) {
            throw failure;
        }
        output.note(failure.sentence() + "; this is what was here at the last sync");
        return local;
    }

    private List<Envelope> fitting(Query words, Output output) throws IOException {
        Query query =
                unseen
                        ? new Query.All(List.of(words, new Query.Not(new Query.Flag("seen"))))
                        : words;
        var rows = new ArrayList<Envelope>();
        if (offline) {
            known();
            rows.addAll(local(query, store().mailbox(mailbox)));
            return rows;
        }
        withMailboxes(mailboxes -> {
            try {
                rows.addAll(mailboxes.search(mailbox, query, limit));
            } catch (Failure failure) {
                rows.addAll(local(query, old(failure, output)));
            }
        });
        return rows;
    }

    private List<Envelope> local(Query query, LocalMailbox rows) throws IOException {
        return rows.search(new Matching(query, new LocalTexts(store())::of), limit);
    }
}
