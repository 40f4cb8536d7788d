package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jebi.content.Content;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.NewMessage;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.sasl.PlaintextPolicy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;

/// What a start looks at before clients come.
final class WarmStartTest {
    private static final int MANY = 2_000;

    @TempDir private Path directory;

    @Test
    void looksAtMailboxesThatAreLargeEnough() throws IOException {
        try (var site = ImapSite.open(directory)) {
            append(site, "ann", MANY);
            append(site, "bob", 3);
            try (var warm = face(site).warm()) {
                await().atMost(Duration.ofSeconds(60)).until(() -> warm.looked() > 0);
                assertThat(warm.looked()).isEqualTo(MANY);
            }
        }
    }

    @Test
    void endsWhenItIsTold() throws IOException {
        try (var site = ImapSite.open(directory)) {
            append(site, "ann", MANY);
            var warm = face(site).warm();
            warm.close(); // returns when it has ended
            long looked = warm.looked();
            assertThat(looked).isIn(0L, (long) MANY);
        }
    }

    private ImapFace face(ImapSite site) {
        var settings =
                new ImapSettings(
                        "mail.a.test", PlaintextPolicy.LOOPBACK, ImapLimits.STANDARD, directory);
        return new ImapFace(settings, site.store(), InstantSource.system());
    }

    private static void append(ImapSite site, String whose, int count) throws IOException {
        var account = site.account(whose, 0, 0);
        var content = Content.of("Subject: x\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII));
        var message =
                new NewMessage(
                        content,
                        MessageParser.parse(content, MimeLimits.STANDARD),
                        Flags.NONE,
                        Instant.EPOCH);
        try (var inbox = site.store().open(account.id(), MailboxName.INBOX).orElseThrow()) {
            inbox.append(Collections.nCopies(count, message));
        }
    }
}
