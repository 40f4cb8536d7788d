package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.mailstore.SearchQuery.AddressField;
import dev.jebi.mailstore.SearchQuery.And;
import dev.jebi.mailstore.SearchQuery.Body;
import dev.jebi.mailstore.SearchQuery.Field;
import dev.jebi.mailstore.SearchQuery.HasFlag;
import dev.jebi.mailstore.SearchQuery.Header;
import dev.jebi.mailstore.SearchQuery.Not;
import dev.jebi.mailstore.SearchQuery.Or;
import dev.jebi.mailstore.SearchQuery.Subject;
import dev.jebi.mailstore.SearchQuery.Text;
import dev.jebi.mailstore.SearchQuery.Uids;
import dev.jebi.mailstore.search.SearchLimits;
import dev.jebi.testkit.Randomly;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A search finds the same with the index as without, whatever the index has seen of the mailbox.
final class IndexedSearchTest {
    private static final SearchLimits SEARCH =
            new SearchLimits(true, 8, 1 << 20, 1 << 15, 50, Duration.ofHours(1), Duration.ZERO);
    private static final StoreLimits LIMITS = StoreLimits.STANDARD.with(SEARCH);
    private static final String[] WORDS = {
        "lunch", "Friday", "회의록", "회의", "보고서", "漢字", "été", "STRASSE", "x", "re:", "привет"
    };

    @TempDir private Path directory;
    private MailStore store;
    private Account bob;

    @BeforeEach
    void open() throws Exception {
        store = EmbeddedStore.open(directory, LIMITS, InstantSource.system());
        bob =
                store.directory().account("bob@a.test").isPresent()
                        ? store.directory().account("bob@a.test").orElseThrow()
                        : Stores.account(store, "bob");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() throws Exception {
        store.close();
        open();
    }

    private void awaitIndex() {
        var index = store.searchIndex().orElseThrow();
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> {
                    index.wanted();
                    var state = index.state();
                    return state.ready() && state.behind() == 0;
                });
    }

    private static NewMessage message(Randomly random) {
        var text = new StringBuilder("From: ");
        text.append(random.pick("alice", "bob", "carol")).append("@example.org\r\n");
        if (random.oneIn(3)) {
            text.append("X-Tag: ").append(random.pick(WORDS)).append("\r\n");
        }
        text.append("Subject: ").append(words(random)).append("\r\n\r\n").append(words(random));
        var content = Content.of(text.toString().getBytes(StandardCharsets.UTF_8));
        return Stores.message(content, random.oneIn(2) ? Flags.of("\\Seen") : Flags.NONE);
    }

    private static String words(Randomly random) {
        var words = new StringBuilder();
        for (int i = random.between(0, 4); i >= 0; i--) {
            words.append(random.pick(WORDS)).append(random.pick(" ", "", "-"));
        }
        return words.toString();
    }

    private static SearchQuery query(Randomly random, int depth) {
        String text = random.oneIn(12) ? "" : cut(words(random), random);
        return switch (random.between(0, depth == 0 ? 7 : 10)) {
            case 0 -> new Subject(text);
            case 1 -> new Body(text);
            case 2, 3 -> new Text(text);
            case 4 -> new Header(random.pick("X-Tag", "subject", "x-none"), text);
            case 5 -> new AddressField(Field.FROM, random.pick("ali", "BOB@", "xy", "e"));
            case 6 -> new HasFlag(Flags.System.SEEN);
            case 7 -> new Uids(UidSet.ofRanges(List.of(new UidSet.Range(3, 40))));
            case 8 -> new And(random.list(3, each -> query(each, depth - 1)));
            case 9 -> new Or(query(random, depth - 1), query(random, depth - 1));
            default -> new Not(query(random, depth - 1));
        };
    }

    private static String cut(String text, Randomly random) {
        int from = random.between(0, text.length() - 1);
        return text.substring(from, random.between(from, text.length()));
    }

    private static void compare(Mailbox mailbox, Randomly random) throws IOException {
        for (int i = 0; i < 60; i++) {
            var query = query(random, 3);
            assertThat(mailbox.search(query))
                    .as("%s", query)
                    .containsExactly(((OpenMailbox) mailbox).scan(query));
        }
    }

    private static UidSet some(Mailbox mailbox, Randomly random) {
        return UidSet.of(Arrays.stream(mailbox.uids()).filter(_ -> random.oneIn(3)).toArray());
    }

    @Test
    void withTheIndexItFindsWhatItFindsWithout() {
        Randomly.runs(
                3,
                "jebi.search.seed",
                random -> {
                    var archive = new MailboxName("Archive" + random.generator().nextInt(1 << 30));
                    store.create(bob.id(), archive, Optional.empty());
                    try (var inbox = Stores.inbox(store, bob);
                            var other = store.open(bob.id(), archive).orElseThrow()) {
                        inbox.append(messages(random, 80));
                        awaitIndex();
                        compare(inbox, random);
                        inbox.append(messages(random, 20)); // the index lags
                        compare(inbox, random);
                        inbox.copy(some(inbox, random), archive);
                        inbox.move(some(inbox, random), archive);
                        inbox.remove(some(inbox, random));
                        inbox.copy(some(inbox, random), MailboxName.INBOX);
                        other.copy(some(other, random), MailboxName.INBOX);
                        compare(inbox, random);
                        compare(other, random);
                        awaitIndex();
                        compare(inbox, random);
                        compare(other, random);
                    }
                });
    }

    private static List<NewMessage> messages(Randomly random, int count) {
        var messages = new ArrayList<NewMessage>();
        for (int i = 0; i < count; i++) {
            messages.add(message(random));
        }
        return messages;
    }

    @Test
    void theIndexGoesOnAfterTheNextStart() throws Exception {
        var random = new Randomly(5);
        try (var inbox = Stores.inbox(store, bob)) {
            inbox.append(messages(random, 60));
            awaitIndex();
            inbox.append(messages(random, 60));
        }
        reopen();
        try (var inbox = Stores.inbox(store, bob)) {
            compare(inbox, random);
            awaitIndex();
            assertThat(store.searchIndex().orElseThrow().state().messages()).isEqualTo(120);
            compare(inbox, random);
        }
    }

    @Test
    void aDamagedSegmentOfTheIndexIsOfNoConsequence() throws Exception {
        var random = new Randomly(6);
        try (var inbox = Stores.inbox(store, bob)) {
            inbox.append(messages(random, 60));
            awaitIndex();
        }
        store.close();
        try (var files = java.nio.file.Files.list(directory.resolve("search"))) {
            for (Path file : files.toList()) {
                java.nio.file.Files.write(file, new byte[100]);
            }
        }
        open();
        try (var inbox = Stores.inbox(store, bob)) {
            compare(inbox, random);
            awaitIndex();
            compare(inbox, random);
        }
    }

    @Test
    void withoutAnIndexEverythingIsRead() throws Exception {
        store.close();
        store = EmbeddedStore.open(directory, LIMITS.with(SEARCH.off()), InstantSource.system());
        assertThat(store.searchIndex()).isEmpty();
        try (var inbox = Stores.inbox(store, bob)) {
            inbox.append(messages(new Randomly(7), 30));
            compare(inbox, new Randomly(8));
        }
    }
}
