package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.NewMessage;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.mailstore.Uid;
import dev.jebi.mailstore.UidSet;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

final class QuotaWarnerTest {
    private static final StoreLimits STORE =
            new StoreLimits(4 << 20, 10_000, 16L << 20, 100, 1 << 20, 63, 16);
    private static final Address ALICE = Address.parse("alice@us.test");

    @TempDir private Path directory = Path.of("");

    private final SettableClock clock = new SettableClock();

    private MailStore open() throws IOException {
        return EmbeddedStore.open(directory, STORE, clock);
    }

    private static void append(MailStore store, Account account, int messages) throws IOException {
        var content = Content.of("Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        var head = MessageParser.parse(content, MimeLimits.STANDARD);
        var all = new ArrayList<NewMessage>();
        for (int i = 0; i < messages; i++) {
            all.add(new NewMessage(content, head, Flags.NONE, java.time.Instant.EPOCH));
        }
        try (var mailbox = store.open(account.id(), new MailboxName("Archive")).orElseThrow()) {
            mailbox.append(all);
        }
    }

    private static List<String> inbox(MailStore store, Account account) throws IOException {
        var messages = new ArrayList<String>();
        try (var inbox = store.open(account.id(), MailboxName.INBOX).orElseThrow()) {
            for (long uid : inbox.uids()) {
                var octets = inbox.content(new Uid(uid)).orElseThrow().octets();
                messages.add(new String(octets, StandardCharsets.UTF_8));
            }
        }
        return messages;
    }

    @Test
    void ownersAreToldOnceForEachCrossingOverRestartsToo() throws Exception {
        try (var store = open()) {
            store.directory().addDomain(Domain.parse("us.test"));
            var alice = store.directory().addAccount(ALICE, "secret", 0, 100).orElseThrow();
            append(store, alice, 80); // before anybody watches
        }
        try (var store = open();
                var warner = new QuotaWarner(store, "us.test", clock)) {
            assertThat(warner).isNotNull();
            var alice = store.directory().account("alice@us.test").orElseThrow();
            Awaitility.await().atMost(Tests.PATIENCE).until(() -> inbox(store, alice).size() == 1);
            assertThat(inbox(store, alice).getFirst())
                    .startsWith("Return-Path: <>\r\nDate: Fri, 1 May 2026 10:00:00 +0000\r\n")
                    .contains(
                            "\r\nFrom: Postmaster <postmaster@us.test>\r\n",
                            "\r\nTo: <alice@us.test>\r\n",
                            "\r\nSubject: Your mailbox is 80 percent full\r\n",
                            "\r\nAuto-Submitted: auto-generated\r\n",
                            "It holds 80 of at most 100 messages.");
            append(store, alice, 13); // with the notice 94
            append(store, alice, 1);
            Awaitility.await().atMost(Tests.PATIENCE).until(() -> inbox(store, alice).size() == 2);
            assertThat(inbox(store, alice).getLast()).contains("95 percent full");
            try (var archive = store.open(alice.id(), new MailboxName("Archive")).orElseThrow()) {
                archive.remove(UidSet.of(archive.uids()));
            }
            store.directory().quota(ALICE, 1_000, 2);
            Awaitility.await().atMost(Tests.PATIENCE).until(() -> inbox(store, alice).size() == 3);
            assertThat(inbox(store, alice).getLast()).contains("of at most 1000 octets");
        }
        try (var store = open();
                var warner = new QuotaWarner(store, "us.test", clock)) {
            assertThat(warner).isNotNull();
            var alice = store.directory().account("alice@us.test").orElseThrow();
            assertThat(store.warnings().due()).isEmpty();
            assertThat(inbox(store, alice)).hasSize(3);
        }
    }

    @Test
    void sizesAreForPeople() {
        assertThat(FullnessNotice.size(1_000)).isEqualTo("1000 octets");
        assertThat(FullnessNotice.size(500L << 20)).isEqualTo("500.0 MiB");
        assertThat(FullnessNotice.size(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
    }
}
