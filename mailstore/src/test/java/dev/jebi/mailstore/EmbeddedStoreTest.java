package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.Storing.Stored;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

final class EmbeddedStoreTest {
    @TempDir Path directory;

    private MailStore open() throws Exception {
        return EmbeddedStore.open(directory, StoreLimits.STANDARD, InstantSource.system());
    }

    @Test
    void whatWasDeliveredIsThereAfterReopening() throws Exception {
        try (var store = open()) {
            var bob = Stores.account(store, "bob");
            Stores.deliver(store, "one", bob);
            Stores.deliver(store, "two", bob);
            try (var inbox = Stores.inbox(store, bob)) {
                assertThat(inbox.uids()).containsExactly(1, 2);
                assertThat(
                                inbox.store(
                                        UidSet.of(1),
                                        new FlagChange(
                                                FlagChange.Kind.ADD,
                                                Flags.of("\\Deleted", "$Work")),
                                        Optional.empty()))
                        .isInstanceOf(Stored.class);
                assertThat(inbox.append(List.of(Stores.message("three", "\\Seen"))))
                        .isInstanceOf(Appending.Appended.class);
                assertThat(inbox.expunge(UidSet.ALL)).isEqualTo(UidSet.of(1));
            }
        }
        try (var store = open()) {
            var bob = store.directory().account("bob@a.test").orElseThrow();
            try (var inbox = Stores.inbox(store, bob)) {
                assertThat(inbox.uids()).containsExactly(2, 3);
                assertThat(
                                new String(
                                        inbox.content(new Uid(3)).orElseThrow().octets(),
                                        StandardCharsets.UTF_8))
                        .endsWith("body of three\r\n");
                assertThat(inbox.head(new Uid(2)).orElseThrow().envelope().subject())
                        .contains("two");
                assertThat(inbox.info().exists()).isEqualTo(2);
                assertThat(inbox.info().unseen()).isEqualTo(1);
                assertThat(inbox.keywords()).isEqualTo(Flags.of("$Work"));
            }
        }
    }
}
