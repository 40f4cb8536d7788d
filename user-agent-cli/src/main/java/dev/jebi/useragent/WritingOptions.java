package dev.jebi.useragent;

import dev.jebi.useragent.compose.Letter;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a person may say about a message that is written with a verb.
final class WritingOptions {
    @Option(names = "--to", paramLabel = "ADDRESS", description = "to whom")
    private List<String> to = new ArrayList<>();

    @Option(names = "--cc", paramLabel = "ADDRESS", description = "who gets a copy")
    private List<String> cc = new ArrayList<>();

    @Option(names = "--bcc", paramLabel = "ADDRESS", description = "who gets a copy unseen")
    private List<String> bcc = new ArrayList<>();

    @Option(names = "--from", paramLabel = "ADDRESS", description = "from whom")
    private @Nullable String from;

    @Option(names = "--subject", paramLabel = "TEXT", description = "what it is about")
    private @Nullable String subject;

    @Option(names = "--attach", paramLabel = "FILE", description = "a file that goes with it")
    private List<String> attachments = new ArrayList<>();

    @Option(names = "--body", paramLabel = "TEXT", description = "the text")
    private @Nullable String body;

    @Option(
            names = "--editor",
            description = "opens $VISUAL or $EDITOR on it; what is written is kept as a draft")
    private boolean editor;

    @Option(
            names = "--markdown",
            description = "the text is Markdown: it goes as plain text and as HTML")
    private boolean markdown;

    @Option(names = "--draft", description = "keeps it as a draft and sends nothing")
    private boolean draft;

    @Option(names = "--no-copy", description = "keeps no copy in the mailbox for sent mail")
    private boolean noCopy;

    @Option(names = "--no-queue", description = "fails when the server cannot be reached")
    private boolean noQueue;

    @Option(
            names = "--hold",
            paramLabel = "SECONDS",
            description = "waits so long in the outbox first, from where it can be taken back")
    private int hold;

    boolean editor() {
        return editor;
    }

    boolean draft() {
        return draft;
    }

    /// The letter with what the options say.
    Letter into(Letter letter) {
        var files = new ArrayList<>(letter.attach());
        files.addAll(attachments);
        return letter.withFrom(from == null ? letter.from() : from)
                .withTo(joined(letter.to(), to))
                .withCc(joined(letter.cc(), cc))
                .withBcc(joined(letter.bcc(), bcc))
                .withSubject(subject == null ? letter.subject() : subject)
                .withAttach(files)
                .withMarkdown(markdown || letter.markdown());
    }

    private static String joined(String before, List<String> more) {
        String all = String.join(", ", more);
        return before.isBlank() ? all : all.isEmpty() ? before : before + ", " + all;
    }

    /// The text, if it was said.
    Optional<String> body() {
        return Optional.ofNullable(body);
    }

    Dispatch.Wishes wishes(Optional<String> kept, Optional<String> answers) {
        return new Dispatch.Wishes(!noCopy, !noQueue, hold, kept, answers);
    }
}
