package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.mailstore.UsageReport.Item;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

final class UsageReportTest {
    private static final String PLAIN = "From: =?utf-8?q?=C3=84nn?= <a@a.test>\r\n";

    @TempDir Path directory;

    private static void append(
            MailStore store, Account account, String mailbox, int daysAgo, String text)
            throws IOException {
        var content = Content.of(text.getBytes(StandardCharsets.UTF_8));
        var message = Stores.message(content, Flags.NONE);
        var date = Stores.NOW.minus(Duration.ofDays(daysAgo));
        try (var open = store.open(account.id(), new MailboxName(mailbox)).orElseThrow()) {
            open.append(List.of(new NewMessage(content, message.head(), Flags.NONE, date)));
        }
    }

    private static String attached(String subject, String header) {
        return PLAIN
                + "Subject: "
                + subject
                + "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                + "--b\r\n\r\ntext\r\n--b\r\n"
                + header
                + "\r\n\r\n"
                + "x".repeat(10_000)
                + "\r\n--b--\r\n";
    }

    @Test
    void theLargestAndTheOldestWithAttachmentsOfAllMailboxes() throws Exception {
        try (var store =
                EmbeddedStore.open(directory, StoreLimits.STANDARD, InstantSource.system())) {
            var bob = Stores.account(store, "bob");
            append(store, bob, "INBOX", 1, PLAIN + "Subject: small\r\n\r\nx\r\n");
            append(store, bob, "Sent", 2, PLAIN + "Subject: big\r\n\r\n" + "y".repeat(30_000));
            append(store, bob, "INBOX", 3, attached("new", "Content-Disposition: attachment"));
            append(
                    store,
                    bob,
                    "Archive",
                    900,
                    attached("old", "Content-Type: image/png; name=cat.png"));
            append(store, bob, "Archive", 1_000, attached("inline", "Content-Type: text/plain"));
            var report = UsageReport.of(store, bob.id(), 2, 5);
            assertThat(report.largest()).hasSize(2);
            Item first = report.largest().getFirst();
            assertThat(first.subject()).isEqualTo("big");
            assertThat(first.from()).isEqualTo("Änn");
            assertThat(first.mailbox()).isEqualTo(new MailboxName("Sent"));
            assertThat(first.attachments()).isZero();
            assertThat(report.oldestAttachments().stream().map(Item::subject))
                    .containsExactly("old", "new");
            assertThat(UsageReport.of(store, bob.id(), 0, 1).oldestAttachments().getFirst().uid())
                    .isEqualTo(new Uid(1));
            assertThat(UsageReport.of(store, bob.id(), 0, 0))
                    .isEqualTo(new UsageReport(List.of(), List.of()));
        }
    }
}
