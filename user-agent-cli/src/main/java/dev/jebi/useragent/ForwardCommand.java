package dev.jebi.useragent;

import dev.jebi.useragent.compose.Answer;
import dev.jebi.useragent.compose.Letter;
import dev.jebi.useragent.compose.Original;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;

/// `jebi mail forward`: passes a message on; the text stands above it.
@Command(
        name = "forward",
        mixinStandardHelpOptions = true,
        description = "Passes a message on; a text comes from --body, --editor or standard input.")
final class ForwardCommand extends AnswerVerb {
    @Option(names = "--whole", description = "as a file, with everything that is attached to it")
    private boolean whole;

    @Override
    Letter letter(Answer answer, Original original, Path octets) {
        return whole
                ? answer.forward(original, List.of(octets.toString()))
                : answer.forward(original);
    }

    @Override
    String body(String original, String words) {
        return words.isEmpty() ? original : words + "\n" + original;
    }

    @Override
    String flag() {
        return "$Forwarded";
    }
}
