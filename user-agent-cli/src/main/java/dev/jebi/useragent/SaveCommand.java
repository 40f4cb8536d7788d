package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.reading.Attachment;
import dev.jebi.useragent.reading.MessageReading;
import dev.jebi.useragent.text.SafeText;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `jebi mail save`: what is attached to a message, as files.
@Command(
        name = "save",
        mixinStandardHelpOptions = true,
        description = "Saves what is attached to a message; no file is ever overwritten.")
final class SaveCommand extends Verb {
    @Parameters(index = "0", paramLabel = "ID")
    private String id = "";

    @Parameters(
            index = "1..*",
            paramLabel = "NUMBER",
            description = "which attachments, as read shows them; default: all")
    private List<Integer> numbers = new ArrayList<>();

    @Option(names = "--to", paramLabel = "DIR", description = "where; default: here")
    private Path directory = Path.of(".");

    @Override
    void run(Output output) throws IOException {
        withMailboxes(mailboxes -> {
            Envelope row = new Places(store(), mailboxes).row(id);
            Path file;
            try (var bar = new Bar(surroundings(), output)) {
                file = mailboxes.octets(row, bar);
            }
            try (InputStream in = Files.newInputStream(file)) {
                var text = MessageReading.of(new MimeMessage((Session) null, in), false);
                List<Attachment> chosen = chosen(text.attachments());
                show(output, chosen, Attached.save(directory, chosen));
            } catch (MessagingException e) {
                throw new IOException(e);
            }
        });
    }

    private List<Attachment> chosen(List<Attachment> all) {
        if (all.isEmpty()) {
            throw new Failure(Failure.Kind.NOT_FOUND, "nothing is attached to " + id);
        }
        if (numbers.isEmpty()) {
            return all;
        }
        var chosen = new ArrayList<Attachment>();
        for (int number : numbers) {
            if (number < 1 || number > all.size()) {
                throw new Failure(
                        Failure.Kind.NOT_FOUND,
                        id + " has attachments 1 to " + all.size() + ", not " + number);
            }
            chosen.add(all.get(number - 1));
        }
        return chosen;
    }

    private static void show(Output output, List<Attachment> chosen, List<Path> saved)
            throws IOException {
        var values = new ArrayList<Value>();
        for (int i = 0; i < saved.size(); i++) {
            values.add(
                    new Value.Fields()
                            .put("name", chosen.get(i).name())
                            .put("type", chosen.get(i).type())
                            .put("file", saved.get(i).toString())
                            .put("size", Files.size(saved.get(i))));
        }
        output.show(
                new Value.Rows(values),
                out -> saved.forEach(file -> out.line(SafeText.line(file.toString()))));
    }
}
