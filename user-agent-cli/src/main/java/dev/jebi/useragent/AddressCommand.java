package dev.jebi.useragent;

import dev.jebi.useragent.compose.AddressBook;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.MailboxLine;
import dev.jebi.useragent.text.SafeText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// `jebi mail address`: people one wrote to or heard from, by parts of their names, by initials, by
/// initial consonants of Hangul.
@Command(
        name = "address",
        mixinStandardHelpOptions = true,
        description = "Finds addresses in sent and received mail: kim, ks, ㄱㅅㅎ.")
final class AddressCommand extends Verb {
    private static final int LEARNT_FROM = 5_000;

    @Parameters(paramLabel = "TEXT")
    private String text = "";

    @Option(names = "--limit", paramLabel = "N", description = "at most so many; default: 20")
    private int limit = 20;

    @Override
    void run(Output output) throws IOException {
        if (limit < 1) {
            throw new Failure(Failure.Kind.USAGE, "--limit takes a number from 1 on");
        }
        List<AddressBook.Person> people = book().find(text, limit);
        var values = new ArrayList<Value>();
        for (AddressBook.Person person : people) {
            values.add(
                    new Value.Fields()
                            .put("name", person.name())
                            .put("address", person.address())
                            .put("sent", person.sent())
                            .put("received", person.received())
                            .put("last", person.last().toString()));
        }
        output.show(
                new Value.Rows(values),
                out -> people.forEach(p -> out.line(SafeText.line(p.written()))));
        if (people.isEmpty()) {
            throw new Failure(Failure.Kind.NOT_FOUND, "nobody fits " + SafeText.line(text));
        }
    }

    /// From the mail that is kept here, anew each time: a verb does not know what is new.
    private AddressBook book() throws IOException {
        var book =
                AddressBook.in(store().directory().resolve("no-such-file"), InstantSource.system());
        for (MailboxLine line : lines()) {
            for (Envelope row : store().mailbox(line.name()).newest(LEARNT_FROM)) {
                if (line.use().equals("sent")) {
                    book.sent(row.words().to() + "," + row.words().cc(), row.date());
                } else if (!line.use().equals("junk") && !line.use().equals("trash")) {
                    book.received(row.words().from(), row.date());
                }
            }
        }
        return book;
    }

    private List<MailboxLine> lines() throws IOException {
        List<MailboxLine> lines = store().mailboxes();
        return lines.isEmpty() ? List.of(new MailboxLine("INBOX", "inbox", true, "", 0, 0)) : lines;
    }
}
