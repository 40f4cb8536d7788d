package dev.jebi.transfer.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jebi.content.Content;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The classifier on real mail: taught with every other message of SpamAssassin's public corpus,
/// asked about the rest. How sure it must be was chosen when it was taught with the even ones, by
/// what it said of the odd ones; the other way round nobody has looked before choosing.
final class WordsCorpusTest {
    private static final Logger LOG = LoggerFactory.getLogger(WordsCorpusTest.class);

    private record Taught(int[] words, boolean junk) {}

    private static List<Taught> messages(Path directory, boolean junk) throws IOException {
        try (var files = Files.list(directory)) {
            return files.sorted().map(file -> read(file, junk)).toList();
        }
    }

    private static Taught read(Path file, boolean junk) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            byte[] octets = text.replaceAll("\r?\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            var content = Content.of(octets);
            return new Taught(
                    Words.of(content, MessageParser.parse(content, MimeLimits.STANDARD)), junk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Tag("long")
    void mostJunkIsFoundAndHardlyAnythingElse() throws IOException {
        String corpus = System.getenv("JEBI_CORPUS");
        assumeTrue(corpus != null, "no corpus");
        Path root = Path.of(corpus).resolve("spamassassin-corpus/msg");
        assumeTrue(Files.isDirectory(root), "no corpus");
        var all = new ArrayList<Taught>();
        for (String folder : List.of("easy-ham-1", "easy-ham-2", "hard-ham-1")) {
            all.addAll(messages(root.resolve(folder), false));
        }
        for (String folder : List.of("spam-1", "spam-2")) {
            all.addAll(messages(root.resolve(folder), true));
        }
        for (int taught = 0; taught < 2; taught++) {
            ask(all, taught);
        }
    }

    private static void ask(List<Taught> all, int taught) {
        var counts = new WordCounts();
        for (int i = taught; i < all.size(); i += 2) {
            counts.learn(all.get(i).words, all.get(i).junk);
        }
        int found = 0;
        int junk = 0;
        int wrong = 0;
        int good = 0;
        for (int i = 1 - taught; i < all.size(); i += 2) {
            boolean said = counts.sure(counts.junk(all.get(i).words));
            if (all.get(i).junk) {
                junk++;
                found += said ? 1 : 0;
            } else {
                good++;
                wrong += said ? 1 : 0;
            }
        }
        LOG.info(
                "event=words-corpus taught={} junk={} found={} good={} wrong={}",
                taught == 0 ? "even" : "odd",
                junk,
                found,
                good,
                wrong);
        assertThat(found).isGreaterThan(junk * 80 / 100);
        assertThat(wrong).isLessThanOrEqualTo(Math.max(1, good * (taught == 0 ? 2 : 3) / 200));
    }
}
