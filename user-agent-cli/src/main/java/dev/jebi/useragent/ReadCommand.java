package dev.jebi.useragent;

import dev.jebi.useragent.failure.Faults;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.text.FileName;
import dev.jebi.useragent.text.HeaderWords;
import dev.jebi.useragent.text.Terminal;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

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

    @Parameters(paramLabel = "ID")
    private String id = "";

    @ArgGroup private @Nullable Form form;

    @Option(names = "--peek", description = "leaves it unseen")
    private boolean peek;

    @Option(
            names = "--save-attachments",
            paramLabel = "DIR",
            description = "saves what is attached there; no file is ever overwritten")
    private @Nullable Path directory;

    @Override
    void run(Output output) throws MessagingException, IOException {
        MessageRef ref = MessageRef.parse(id);
        int mode = peek ? Folder.READ_ONLY : Folder.READ_WRITE;
        withImap(store ->
                withMailbox(
                        store,
                        ref.mailbox(),
                        mode,
                        folder -> {
                            Message message = messages(folder, List.of(ref)).getFirst();
                            show(output, ref, message);
                            if (!peek) {
                                message.setFlag(Flags.Flag.SEEN, true);
                            }
                        }));
    }

    private void show(Output output, MessageRef ref, Message message)
            throws MessagingException, IOException {
        if (form != null && form.raw) {
            raw(output, message);
            return;
        }
        if (form != null && form.headers && !json()) {
            headers(output, message);
            return;
        }
        var text = text(message);
        List<String> saved = save(text.attachments());
        if (json()) {
            write(output, ref, message, text, saved);
        } else {
            print(output, message, text, saved);
        }
    }

    /// The octets for a file or a program; a terminal gets what cannot hurt it.
    private void raw(Output output, Message message) throws MessagingException, IOException {
        if (surroundings().terminal() || json()) {
            var octets = new ByteArrayOutputStream();
            message.writeTo(octets);
            String text = octets.toString(StandardCharsets.UTF_8);
            if (json()) {
                output.json(g -> {
                    g.writeStartObject();
                    g.writeStringProperty("id", id);
                    g.writeStringProperty(
                            "raw", Base64.getEncoder().encodeToString(octets.toByteArray()));
                    g.writeEndObject();
                });
            } else {
                output.line(Terminal.lines(text));
            }
        } else {
            message.writeTo(output.out());
            output.out().flush();
        }
    }

    private static void headers(Output output, Message message) throws MessagingException {
        var all = message.getAllHeaders();
        while (all.hasMoreElements()) {
            var header = all.nextElement();
            output.line(
                    Terminal.line(header.getName() + ": " + HeaderWords.decode(header.getValue())));
        }
    }

    /// Part by part as the server tells; where that makes no sense, from the octets.
    private MessageText text(Message message) throws MessagingException, IOException {
        boolean html = form != null && form.html;
        try {
            return MessageText.of(message, html);
        } catch (MessagingException | IOException | RuntimeException e) {
            if (Faults.gone(e)) {
                throw e;
            }
            var octets = new ByteArrayOutputStream();
            message.writeTo(octets);
            return MessageText.of(
                    new MimeMessage((Session) null, new ByteArrayInputStream(octets.toByteArray())),
                    html);
        }
    }

    private List<String> save(List<MessageText.Attachment> attachments)
            throws MessagingException, IOException {
        var saved = new ArrayList<String>();
        if (directory != null) {
            for (MessageText.Attachment attachment : attachments) {
                try (var in = attachment.part().getInputStream()) {
                    saved.add(FileName.save(directory, attachment.name(), in).toString());
                }
            }
        }
        return saved;
    }

    private static void print(Output output, Message message, MessageText text, List<String> saved)
            throws MessagingException {
        for (String field : new String[] {"From", "To", "Cc", "Date", "Subject"}) {
            String value = Addresses.text(message, field);
            if (!value.isEmpty()) {
                output.line(field + ": " + Terminal.line(value));
            }
        }
        int number = 1;
        for (MessageText.Attachment attachment : text.attachments()) {
            output.line(
                    "Attachment "
                            + number++
                            + ": "
                            + Terminal.line(attachment.name() + " (" + attachment.type() + ")"));
        }
        output.line("");
        output.line(Terminal.lines(text.text()).stripTrailing());
        saved.forEach(file -> output.note("saved " + file));
    }

    private static void write(
            Output output, MessageRef ref, Message message, MessageText text, List<String> saved)
            throws MessagingException {
        var fields = new ArrayList<String[]>();
        for (String field : new String[] {"From", "To", "Cc", "Date", "Subject", "Message-ID"}) {
            fields.add(
                    new String[] {
                        field.toLowerCase(java.util.Locale.ROOT), Addresses.text(message, field)
                    });
        }
        String flags = FlagCommand.words(message.getFlags());
        int size = message.getSize();
        output.json(g -> {
            g.writeStartObject();
            g.writeStringProperty("id", ref.toString());
            g.writeStringProperty("flags", flags);
            g.writeNumberProperty("size", size);
            fields.forEach(f -> g.writeStringProperty(f[0], f[1]));
            g.writeStringProperty("text", text.text());
            g.writeName("attachments");
            g.writeStartArray();
            for (int i = 0; i < text.attachments().size(); i++) {
                var attachment = text.attachments().get(i);
                g.writeStartObject();
                g.writeStringProperty("name", attachment.name());
                g.writeStringProperty("type", attachment.type());
                Optional<String> file =
                        i < saved.size() ? Optional.of(saved.get(i)) : Optional.empty();
                file.ifPresent(f -> g.writeStringProperty("saved", f));
                g.writeEndObject();
            }
            g.writeEndArray();
            g.writeEndObject();
        });
    }
}
