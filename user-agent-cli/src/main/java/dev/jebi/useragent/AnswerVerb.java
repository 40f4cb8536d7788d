package dev.jebi.useragent;

import dev.jebi.useragent.compose.Answer;
import dev.jebi.useragent.compose.Letter;
import dev.jebi.useragent.compose.Original;
import dev.jebi.useragent.local.Envelope;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/// What replies and forwarded messages have in common.
abstract class AnswerVerb extends Verb {
    @Parameters(paramLabel = "ID")
    private String id = "";

    @Mixin private WritingOptions options = new WritingOptions();

    /// The letter that this verb makes of a message.
    ///
    /// @param octets the message as a file
    abstract Letter letter(Answer answer, Original original, Path octets);

    /// The flag that the message has afterwards.
    abstract String flag();

    @Override
    void run(Output output) throws IOException {
        account().password(); // asked before a text is read from the same input
        Letter begun;
        Envelope row;
        try (var mailboxes = dev.jebi.useragent.online.Mailboxes.of(account(), store())) {
            row = new Places(store(), mailboxes).row(id);
            Path file;
            try (var bar = new Bar(surroundings(), output)) {
                file = mailboxes.octets(row, bar);
            }
            begun = letter(answer(), original(file), file);
        }
        Letter letter = options.into(begun);
        String quoted = letter.body();
        new Desk(surroundings(), account(), store(), output)
                .finish(
                        letter,
                        words -> body(quoted, words),
                        options,
                        Optional.of(row.name() + " " + flag()));
    }

    /// Where the person's words stand.
    abstract String body(String original, String words);

    private Answer answer() {
        String language =
                surroundings()
                        .variable("LC_ALL")
                        .or(() -> surroundings().variable("LANG"))
                        .orElse("");
        boolean korean = language.toLowerCase(Locale.ROOT).startsWith("ko");
        return new Answer(
                account().author(), account().addresses(), ZoneId.systemDefault(), korean);
    }

    private static Original original(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Original.of(new MimeMessage((Session) null, in));
        } catch (MessagingException e) {
            throw new IOException(e);
        }
    }
}
