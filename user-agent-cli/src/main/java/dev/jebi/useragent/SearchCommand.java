package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.MailboxLine;
import dev.jebi.useragent.online.LocalTexts;
import dev.jebi.useragent.online.Mailboxes;
import dev.jebi.useragent.search.Matching;
import dev.jebi.useragent.search.Query;
import dev.jebi.useragent.search.QueryReader;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// `jebi mail search`: messages in all mailboxes, or in those that `in:` names.
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        description = "Looks for messages in all mailboxes: from:kim has:attachment newer:7d …")
final class SearchCommand extends Verb {
    @Parameters(arity = "1..*", paramLabel = "WORD")
    private List<String> words = new ArrayList<>();

    @Option(names = "--limit", paramLabel = "N", description = "at most so many; default: 50")
    private int limit = Listing.LIMIT;

    @Option(names = "--offline", description = "looks into what is kept here only")
    private boolean offline;

    @Override
    void run(Output output) throws IOException {
        if (limit < 1) {
            throw new Failure(Failure.Kind.USAGE, "--limit takes a number from 1 on");
        }
        Query query = QueryReader.read(String.join(" ", words));
        var rows = new ArrayList<Envelope>();
        if (offline) {
            rows.addAll(here(query));
        } else {
            withMailboxes(mailboxes -> {
                try {
                    rows.addAll(there(mailboxes, query));
                } catch (Failure failure) {
                    if (failure.kind() != Failure.Kind.UNREACHABLE
                            || store().mailboxes().isEmpty()) {
                        throw failure;
                    }
                    output.note(failure.sentence() + "; only what is kept here was looked into");
                    rows.addAll(here(query));
                }
            });
        }
        List<Envelope> newest = newest(rows);
        output.show(RowText.values(newest), out -> RowText.lines(out, newest));
        if (newest.isEmpty()) {
            throw new Failure(Failure.Kind.NOT_FOUND, "nothing fits these words");
        }
    }

    private List<Envelope> there(Mailboxes mailboxes, Query query) throws IOException {
        var rows = new ArrayList<Envelope>();
        List<MailboxLine> lines = mailboxes.list();
        for (String name : query.mailboxes()) {
            if (lines.stream().noneMatch(l -> l.name().equalsIgnoreCase(name))) {
                throw new Failure(
                        Failure.Kind.NOT_FOUND,
                        "there is no mailbox " + name + "; jebi mail folders shows all");
            }
        }
        for (MailboxLine line : lines) {
            if (line.selectable() && line.messages() > 0) {
                rows.addAll(mailboxes.search(line.name(), query, limit));
            }
        }
        return rows;
    }

    private List<Envelope> here(Query query) throws IOException {
        var rows = new ArrayList<Envelope>();
        var matching = new Matching(query, new LocalTexts(store())::of);
        for (MailboxLine line : store().mailboxes()) {
            rows.addAll(store().mailbox(line.name()).search(matching, limit));
        }
        return rows;
    }

    private List<Envelope> newest(List<Envelope> rows) {
        rows.sort(Comparator.comparing(Envelope::date));
        return List.copyOf(rows.subList(Math.max(0, rows.size() - limit), rows.size()));
    }
}
