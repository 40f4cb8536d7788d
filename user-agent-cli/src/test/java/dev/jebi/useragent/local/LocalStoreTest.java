package dev.jebi.useragent.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Surroundings;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Names that strangers chose, as files of the local store.
class LocalStoreTest {
    private static final List<String> NAMES =
            List.of(
                    "INBOX",
                    "..",
                    ".",
                    "../../etc/passwd",
                    "/",
                    "/etc/passwd",
                    "a/b",
                    "a%2fb",
                    "a\0b",
                    "a\nb",
                    "\u001b[2J",
                    "Case",
                    "case",
                    "CASE",
                    "cAse",
                    "+case",
                    "회의록",
                    "보낸 편지함",
                    "e\u0301",
                    "\u00e9",
                    "con",
                    "x".repeat(5_000),
                    "x".repeat(5_000) + "y",
                    "가".repeat(3_000),
                    " ",
                    "a:1",
                    "~",
                    "-rf");

    @TempDir private Path home;

    private LocalStore store;

    @BeforeEach
    void open() {
        store =
                LocalStore.of(
                        new Surroundings(home, home, home, Map.of(), false),
                        new Account("", key -> Optional.of("../../al"), () -> ""));
    }

    private static Envelope row(String mailbox, long uid) {
        return new Envelope(
                new MessageRef(mailbox, uid),
                uid,
                uid,
                List.of(),
                false,
                Instant.EPOCH,
                Instant.EPOCH,
                1,
                new Envelope.Words("", "", "", "x", "", "", "", ""));
    }

    @Test
    void everyMailboxHasRowsOfItsOwn() throws IOException {
        for (int i = 0; i < NAMES.size(); i++) {
            String name = NAMES.get(i);
            store.mailbox(name).apply(Delta.fresh(List.of(row(name, i + 1))));
        }
        for (int i = 0; i < NAMES.size(); i++) {
            String name = NAMES.get(i);
            assertThat(store.mailbox(name).newest(10)).containsExactly(row(name, i + 1));
        }
        assertThat(store.mailbox("inbox").count()).isEqualTo(1);
    }

    @Test
    void noNameLeavesTheStore() throws IOException {
        for (String name : NAMES) {
            store.mailbox(name).apply(Delta.fresh(List.of(row(name, 1))));
        }
        try (var files = Files.list(store.directory().resolve("mailboxes.d"))) {
            assertThat(files).hasSize(NAMES.size());
        }
        try (var files = Files.list(home.resolve("jebi").resolve("mail"))) {
            assertThat(files).containsExactly(store.directory());
        }
    }

    @Test
    void namesDifferWhereLettersOfBothCasesAreOne() {
        var seen = new HashSet<String>();
        for (String name : NAMES) {
            String file = LocalStore.fileName(name);
            assertThat(file.length()).isBetween(1, 200);
            assertThat(file).matches("[!-~&&[^/\\\\]]+").isNotIn(".", "..");
            assertThat(seen.add(file.toLowerCase(Locale.ROOT))).as(name).isTrue();
        }
    }

    @Test
    void theListOfMailboxesKeepsEveryName() throws IOException {
        var lines = NAMES.stream().map(n -> new MailboxLine(n, "", true, "\t", 1, 0)).toList();
        store.mailboxes(lines);
        assertThat(store.mailboxes()).isEqualTo(lines);
    }
}
