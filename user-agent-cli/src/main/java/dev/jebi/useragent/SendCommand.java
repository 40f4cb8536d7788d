package dev.jebi.useragent;

import dev.jebi.useragent.compose.Letter;
import dev.jebi.useragent.failure.Failure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.Optional;

/// `jebi mail send`: writes a message and hands it to the submission server.
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Sends a message; the body comes from --body, --editor or standard input.")
final class SendCommand extends Verb {
    @Mixin private WritingOptions options = new WritingOptions();

    @Option(
            names = "--in-reply-to",
            paramLabel = "MESSAGE-ID",
            description = "the Message-ID that this answers")
    private @Nullable String inReplyTo;

    @Override
    void run(Output output) throws IOException {
        account().password(); // asked before a text is read from the same input
        Letter letter = options.into(Letter.blank(account().author()));
        if (inReplyTo != null) {
            letter = letter.withThread(inReplyTo, inReplyTo);
        }
        boolean nobody = (letter.to() + letter.cc() + letter.bcc()).isBlank();
        if (nobody && !options.editor() && !options.draft()) {
            throw new Failure(Failure.Kind.USAGE, "nobody is to get it; give --to ADDRESS");
        }
        new Desk(surroundings(), account(), store(), output)
                .finish(letter, words -> words, options, Optional.empty());
    }
}
