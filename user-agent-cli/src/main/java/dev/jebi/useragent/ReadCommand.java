package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.online.Mailboxes;
import dev.jebi.useragent.reading.Attachment;
import dev.jebi.useragent.reading.MessageReading;
import dev.jebi.useragent.reading.Readable;
import dev.jebi.useragent.text.HeaderText;
import dev.jebi.useragent.text.SafeText;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// `jebi mail read`: one message.
@Command(name = "read", mixinStandardHelpOptions = true, description = "Shows one message.")
final class ReadCommand extends Verb {
    /// What is shown.
    static final class Form {
        @Option(names = "--raw", description = "the octets of the message, as they are")
        private boolean raw;

        @Option(names = "--headers", description = "its header section")
        private boolean headers;

        @Option(names = "--html", description = "its HTML, as it came")
        private boolean html;
    }

    private static final int NARROWEST = 20;

    /// RFC 5322 §2.1.1: no line of mail is longer.
    private static final int WIDE = 998;

    private static final List<String> FIELDS = List.of("From", "To", "Cc", "Date", "Subject");

    @Parameters(paramLabel = "ID")
    private String id = "";

    @ArgGroup private @Nullable Form form;

    @Option(
            names = "--open",
            paramLabel = "N",
            description = "opens the link with that number, with $BROWSER or the desktop's program")
    private int open;

    @Option(names = "--peek", description = "leaves it unseen")
    private boolean peek;

    @Option(
            names = "--save-attachments",
            paramLabel = "DIR",
            description = "saves what is attached there; no file is ever overwritten")
    private @Nullable Path directory;

    @Override
    void run(Output output) throws IOException {
        withMailboxes(mailboxes -> {
            Envelope row = new Places(store(), mailboxes).row(id);
            Path file;
            try (var bar = new Bar(surroundings(), output)) {
                file = mailboxes.octets(row, bar);
            }
            List<String> flags = row.flags();
            if (!peek && !row.seen()) {
                flags = seen(mailboxes, row, output);
            }
            try {
                show(output, row.with(flags), file);
            } catch (MessagingException e) {
                throw new IOException(e);
            }
        });
    }

    /// Marks it as seen; a server that is away hinders no reading.
    private static List<String> seen(Mailboxes mailboxes, Envelope row, Output output)
            throws IOException {
        try {
            return mailboxes
                    .flag(List.of(row.ref()), List.of("seen"), List.of())
                    .getOrDefault(row.ref(), row.flags());
        } catch (Failure failure) {
            output.note("it stays unseen: " + failure.sentence());
            return row.flags();
        }
    }

    private void show(Output output, Envelope row, Path file)
            throws MessagingException, IOException {
        if (form != null && form.raw) {
            raw(output, row, file);
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            var message = new MimeMessage((Session) null, in);
            if (form != null && form.headers && people()) {
                headers(output, message);
                return;
            }
            var reading = MessageReading.of(message, false);
            Readable readable = reading.lines(width());
            if (open != 0) {
                follow(output, row, readable.links());
                return;
            }
            String shown =
                    form != null && form.html && reading.html().isPresent()
                            ? reading.html().get()
                            : readable.plain();
            var text = new Text(shown, readable.links(), reading.attachments());
            List<Path> saved =
                    directory == null ? List.of() : Attached.save(directory, text.attachments());
            output.show(value(row, message, text, saved), out -> print(out, message, text, saved));
        }
    }

    /// What there is to read in a message.
    private record Text(String text, List<String> links, List<Attachment> attachments) {}

    private void follow(Output output, Envelope row, List<String> links) throws IOException {
        if (open < 1 || open > links.size()) {
            throw new Failure(
                    Failure.Kind.NOT_FOUND,
                    id + " has " + links.size() + " links; there is no number " + open);
        }
        String link = links.get(open - 1);
        Browser.open(surroundings(), link);
        output.show(
                new Value.Fields()
                        .put("id", row.name())
                        .put("ref", row.ref().toString())
                        .put("opened", link),
                out -> out.line(link));
    }

    /// As wide as the terminal; where no terminal is, as wide as a line of mail may be.
    private int width() {
        int columns = 0;
        String said = surroundings().variable("COLUMNS").orElse("");
        if (said.matches("[0-9]{1,4}")) {
            columns = Integer.parseInt(said);
        }
        return columns >= NARROWEST ? columns : surroundings().terminal() ? 80 : WIDE;
    }

    /// The octets for a file or a program; a terminal gets what cannot hurt it.
    private void raw(Output output, Envelope row, Path file) throws IOException {
        if (!people()) {
            byte[] octets = Files.readAllBytes(file);
            output.show(
                    new Value.Fields()
                            .put("id", row.name())
                            .put("ref", row.ref().toString())
                            .put("raw", Base64.getEncoder().encodeToString(octets)),
                    _ -> {});
        } else if (surroundings().terminal()) {
            output.line(SafeText.lines(Files.readString(file, StandardCharsets.ISO_8859_1)));
        } else {
            Files.copy(file, output.out());
            output.out().flush();
        }
    }

    private static void headers(Output output, Message message) throws MessagingException {
        var all = message.getAllHeaders();
        while (all.hasMoreElements()) {
            var header = all.nextElement();
            output.line(
                    SafeText.line(header.getName() + ": " + HeaderText.decode(header.getValue())));
        }
    }

    private static void print(Output output, Message message, Text text, List<Path> saved) {
        for (String field : FIELDS) {
            String value = field(message, field);
            if (!value.isEmpty()) {
                output.line(field + ": " + SafeText.line(value));
            }
        }
        int number = 1;
        for (Attachment attachment : text.attachments()) {
            output.line(
                    "Attachment "
                            + number++
                            + ": "
                            + SafeText.line(attachment.name() + " (" + attachment.type() + ")"));
        }
        output.line("");
        output.line(SafeText.lines(text.text()).stripTrailing());
        saved.forEach(file -> output.note("saved " + file));
    }

    private static String field(Message message, String field) {
        try {
            return Addresses.text(message, field);
        } catch (MessagingException _) {
            return ""; // of a message that is no message
        }
    }

    private static Value value(Envelope row, Message message, Text text, List<Path> saved) {
        var attachments = new ArrayList<Value>();
        for (int i = 0; i < text.attachments().size(); i++) {
            var attachment = text.attachments().get(i);
            var fields =
                    new Value.Fields()
                            .put("number", (long) i + 1)
                            .put("name", attachment.name())
                            .put("type", attachment.type());
            if (i < saved.size()) {
                fields.put("file", saved.get(i).toString());
            }
            attachments.add(fields);
        }
        return RowText.value(row)
                .put("cc", People.all(field(message, "Cc")))
                .put("reply-to", People.all(field(message, "Reply-To")))
                .put("message-id", field(message, "Message-ID"))
                .put("text", text.text())
                .put("links", text.links())
                .put("attachments", new Value.Rows(attachments));
    }
}
