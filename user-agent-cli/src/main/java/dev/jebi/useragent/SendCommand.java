package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `jebi mail send`: writes a message and hands it to the submission server.
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Sends a message; the body comes from --body, --editor or standard input.")
final class SendCommand extends Verb {
    @Option(names = "--to", paramLabel = "ADDRESS", description = "to whom")
    private List<String> to = new ArrayList<>();

    @Option(names = "--cc", paramLabel = "ADDRESS", description = "who gets a copy")
    private List<String> cc = new ArrayList<>();

    @Option(names = "--bcc", paramLabel = "ADDRESS", description = "who gets a copy unseen")
    private List<String> bcc = new ArrayList<>();

    @Option(names = "--from", paramLabel = "ADDRESS", description = "from whom; default: --user")
    private @Nullable String from;

    @Option(names = "--subject", paramLabel = "TEXT", description = "what it is about")
    private String subject = "";

    @Option(names = "--attach", paramLabel = "FILE", description = "a file that goes with it")
    private List<Path> attachments = new ArrayList<>();

    @Option(names = "--body", paramLabel = "TEXT", description = "the text")
    private @Nullable String body;

    @Option(names = "--editor", description = "opens $VISUAL or $EDITOR on the text")
    private boolean editor;

    @Option(
            names = "--in-reply-to",
            paramLabel = "MESSAGE-ID",
            description = "the Message-ID that this answers")
    private @Nullable String inReplyTo;

    @Option(names = "--no-copy", description = "keeps no copy in the mailbox for sent mail")
    private boolean noCopy;

    @Option(names = "--no-queue", description = "fails when the server cannot be reached")
    private boolean noQueue;

    @Option(
            names = "--hold",
            paramLabel = "SECONDS",
            description = "waits so long in the outbox first, from where it can be taken back")
    private int hold;

    @Override
    void run(Output output) throws IOException {
        account().password(); // asked before a text is read from the same input
        try {
            var draft = draft();
            List<InternetAddress> recipients =
                    Stream.of(draft.to(), draft.cc(), Addresses.parse(bcc))
                            .flatMap(List::stream)
                            .distinct()
                            .toList();
            if (recipients.isEmpty()) {
                throw new Failure(Failure.Kind.USAGE, "nobody is to get it; give --to ADDRESS");
            }
            for (Path file : attachments) {
                if (!Files.isReadable(file) || Files.isDirectory(file)) {
                    throw new Failure(Failure.Kind.BAD_DATA, file + " cannot be read as a file");
                }
            }
            boolean utf8 =
                    Addresses.international(recipients)
                            || Addresses.international(List.of(draft.from()));
            var message = Composition.message(Composition.session(utf8), draft, text(output));
            new Dispatch(account(), store(), output)
                    .send(
                            message,
                            recipients.stream().map(InternetAddress::getAddress).toList(),
                            new Dispatch.Wishes(
                                    !noCopy, !noQueue, hold, Optional.empty(), Optional.empty()));
        } catch (MessagingException e) {
            throw new IOException(e);
        }
    }

    private Composition.Draft draft() {
        var authors =
                Addresses.parse(List.of(Optional.ofNullable(from).orElseGet(account()::author)));
        if (authors.size() != 1) {
            throw new Failure(Failure.Kind.USAGE, "--from takes one address");
        }
        return new Composition.Draft(
                authors.getFirst(),
                Addresses.parse(to),
                Addresses.parse(cc),
                subject,
                attachments,
                Optional.ofNullable(inReplyTo));
    }

    private String text(Output output) throws IOException {
        if (body != null) {
            return body;
        }
        if (editor) {
            return Editor.edit(surroundings(), "");
        }
        if (surroundings().terminal()) {
            output.note("write the text; Ctrl-D on a line of its own ends it");
        }
        return ServerOptions.text(output.in());
    }
}
