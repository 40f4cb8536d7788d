package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jebi.testkit.Randomly;
import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.online.LocalTexts;
import dev.jebi.useragent.online.Mailboxes;
import dev.jebi.useragent.online.Mailboxes.Depth;
import dev.jebi.useragent.online.Progress;
import dev.jebi.useragent.reading.MessageReading;
import dev.jebi.useragent.search.Matching;
import dev.jebi.useragent.search.QueryReader;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// The words of a search find the same messages of the corpus on the server as in what is kept, but
/// for few whose MIME is broken: there two readers make different things of it.
@Tag("long")
class SearchWordsTest {
    private static final String USER = "al@a.test";
    private static final String MAILBOX = "INBOX";
    private static final int MESSAGES = 200;
    private static final int SEARCHES = 200;
    private static final int LARGEST = 200_000;
    private static final int BROKEN = MESSAGES / 20;

    @TempDir private Path folder;

    @Test
    void theServerAndWhatIsKeptAgree() throws Exception {
        String corpus = System.getenv().getOrDefault("JEBI_CORPUS", "");
        assumeTrue(!corpus.isEmpty(), "JEBI_CORPUS names the corpus");
        MessageReading.readBrokenMail();
        try (var jebi =
                JebiProcess.serve(folder.resolve("store"), "hostname=a.test").withAccount(USER)) {
            Map<String, String> values =
                    Map.of("user", USER, "imap", "127.0.0.1:" + jebi.at("imap").getPort());
            var account =
                    new Account("a", key -> Optional.ofNullable(values.get(key)), () -> "secret");
            var around = new Surroundings(folder, folder, folder, Map.of(), false);
            var store = LocalStore.of(around, account);
            try (Mailboxes mailboxes = Mailboxes.of(account, store)) {
                long seed = Long.getLong("jebi.search.seed", System.nanoTime());
                fill(mailboxes, Path.of(corpus), new Random(seed));
                mailboxes.sync(MAILBOX, Depth.OCTETS, Progress.NONE);
                var differ = new ArrayList<String>();
                assertThat(differences(mailboxes, store, new Randomly(seed), differ))
                        .as("-Djebi.search.seed=%d: %s", seed, differ)
                        .hasSizeLessThanOrEqualTo(BROKEN);
            }
        }
    }

    private static void fill(Mailboxes mailboxes, Path corpus, Random random) throws IOException {
        List<Path> files;
        try (var all = Files.walk(corpus)) {
            files =
                    new ArrayList<>(
                            all.filter(f ->
                                            f.toString().contains("/msg/")
                                                    && Files.isRegularFile(f))
                                    .sorted()
                                    .toList());
        }
        Collections.shuffle(files, random);
        for (Path file : files.subList(0, Math.min(MESSAGES, files.size()))) {
            List<String> flags =
                    random.nextBoolean() ? List.of("seen") : List.of("flagged", "$Label1");
            if (Files.size(file) > 0 && Files.size(file) < LARGEST) {
                try {
                    mailboxes.append(MAILBOX, Files.readAllBytes(file), flags);
                } catch (Failure failure) {
                    assertThat(failure.kind()).isEqualTo(Failure.Kind.REFUSED); // NUL in it
                }
            }
        }
    }

    /// The UIDs of messages that were found here or there only.
    ///
    /// @param told gets a line for each search that found other messages
    private static Set<Long> differences(
            Mailboxes mailboxes, LocalStore store, Randomly random, List<String> told)
            throws IOException {
        List<Envelope> rows = store.mailbox(MAILBOX).rows(0, MESSAGES);
        var read = new LocalTexts(store);
        var known = new HashMap<Envelope, String>();
        Function<Envelope, String> texts = row -> known.computeIfAbsent(row, read::of);
        var differ = new TreeSet<Long>();
        for (int i = 0; i < SEARCHES; i++) {
            String words = words(random, rows, texts);
            var query = QueryReader.read(words);
            var matching = new Matching(query, texts);
            List<Long> here = uids(store.mailbox(MAILBOX).search(matching, MESSAGES));
            List<Long> there = uids(mailboxes.search(MAILBOX, query, MESSAGES));
            if (!here.equals(there)) {
                var only = new ArrayList<>(here);
                only.removeAll(there);
                var others = new ArrayList<>(there);
                others.removeAll(here);
                differ.addAll(only);
                differ.addAll(others);
                told.add(words + ": here only " + only + ", on the server only " + others);
            }
        }
        return differ;
    }

    private static List<Long> uids(List<Envelope> rows) {
        return rows.stream().map(Envelope::uid).toList();
    }

    private static String words(
            Randomly random, List<Envelope> rows, Function<Envelope, String> texts) {
        var some = random.generator();
        Envelope row = rows.get(some.nextInt(rows.size()));
        return switch (some.nextInt(9)) {
            case 0 -> "from:" + one(random, row.words().from());
            case 1 -> "to:" + one(random, row.words().to());
            case 2 -> "cc:" + one(random, row.words().cc());
            case 3 -> "subject:" + one(random, row.words().subject());
            case 4 -> "list:" + one(random, row.words().list());
            case 5 -> "id:" + one(random, row.words().messageId());
            case 6 -> "body:" + one(random, texts.apply(row));
            case 7 ->
                    List.of(
                                    "has:attachment",
                                    "is:seen",
                                    "keyword:$label1",
                                    "larger:3K",
                                    "-smaller:" + row.size(),
                                    "since:today",
                                    "in:Archive",
                                    "-in:Archive")
                            .get(some.nextInt(8));
            default ->
                    "("
                            + words(random, rows, texts)
                            + (some.nextBoolean() ? " or " : " -")
                            + words(random, rows, texts)
                            + ")";
        };
    }

    /// One word of a text, without what parts words and addresses.
    private static String one(Randomly random, String text) {
        String[] words = text.replaceAll("[\"(),:;<>\\\\]", " ").strip().split("\\s+", -1);
        String word = words[random.generator().nextInt(words.length)];
        return word.isEmpty() ? "x" : "\"" + word + "\"";
    }
}
