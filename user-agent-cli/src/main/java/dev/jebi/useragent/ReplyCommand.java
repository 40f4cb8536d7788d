package dev.jebi.useragent;

import dev.jebi.useragent.compose.Answer;
import dev.jebi.useragent.compose.Letter;
import dev.jebi.useragent.compose.Original;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/// `jebi mail reply`: answers a message; the original is quoted, the text stands below it.
@Command(
        name = "reply",
        mixinStandardHelpOptions = true,
        description = "Answers a message; the text comes from --body, --editor or standard input.")
final class ReplyCommand extends AnswerVerb {
    @Option(names = "--all", description = "to everybody who got it")
    private boolean all;

    @Option(names = "--list", description = "to the list that it came by")
    private boolean list;

    @Option(names = "--no-quote", description = "without the words of the original")
    private boolean noQuote;

    @Override
    Letter letter(Answer answer, Original original, Path octets) {
        Answer.To whom = list ? Answer.To.LIST : all ? Answer.To.ALL : Answer.To.AUTHOR;
        Letter letter = answer.reply(original, whom);
        return noQuote ? letter.withBody("") : letter;
    }

    @Override
    String body(String original, String words) {
        return original + words;
    }

    @Override
    String flag() {
        return "answered";
    }
}
