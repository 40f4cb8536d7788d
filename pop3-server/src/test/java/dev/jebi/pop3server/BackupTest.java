package dev.jebi.pop3server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.Kept;
import dev.jebi.mailstore.KeptChoice;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.Restoring.Restored;
import dev.jebi.sasl.PlaintextPolicy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What becomes of mail that POP3 deletes.
class BackupTest {
    @TempDir private Path directory;

    private static void deleteFirst(Pop3Site site) throws Exception {
        var client = site.signIn();
        assertThat(client.send("DELE 1")).startsWith("+OK");
        assertThat(client.send("QUIT")).startsWith("+OK");
    }

    @Test
    void whatWasDeletedIsOutOfMaildropAndQuotaAndComesBack() throws Exception {
        try (var site = Pop3Site.open(directory)) {
            site.append("Subject: one\r\n\r\nfirst\r\n");
            site.append("Subject: two\r\n\r\nsecond\r\n");
            long before = site.store.quota(site.account.id()).octetsUsed();
            deleteFirst(site);
            assertThat(site.store.quota(site.account.id()).messagesUsed()).isEqualTo(1);
            assertThat(site.store.kept().amount(site.account.id()).messages()).isEqualTo(1);
            assertThat(site.signIn().send("STAT")).startsWith("+OK 1 ");
            var restored = (Restored) site.store.kept().restore(site.account.id(), KeptChoice.ALL);
            assertThat(restored.messages()).isEqualTo(Map.of(MailboxName.INBOX, 1));
            assertThat(site.store.quota(site.account.id()).octetsUsed()).isEqualTo(before);
        }
    }

    @Test
    void withoutTheBackupItIsGone() throws Exception {
        var settings =
                new Pop3Settings(
                        "pop.example.org", PlaintextPolicy.LOOPBACK, Pop3Limits.STANDARD, false);
        try (var site = Pop3Site.open(directory, settings, Optional.empty())) {
            site.append("Subject: one\r\n\r\nfirst\r\n");
            deleteFirst(site);
            assertThat(site.store.kept().amount(site.account.id()))
                    .isEqualTo(new Kept.Amount(0, 0));
        }
    }
}
