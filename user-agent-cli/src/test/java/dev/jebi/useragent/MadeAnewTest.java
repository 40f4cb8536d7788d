package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;

import org.awaitility.Awaitility;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;

/// A mailbox that somebody else removes and makes anew gives its numbers to other messages.
class MadeAnewTest {
    @TempDir private Path home;

    private MailSite site;
    private long validity;

    @BeforeEach
    void start() throws MessagingException {
        site = new MailSite(home);
        make("spring", "summer");
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private void make(String... subjects) throws MessagingException {
        try (Store other = site.server().getImap().createStore()) {
            other.connect(MailSite.USER, "secret");
            var plans = (IMAPFolder) other.getFolder("Plans");
            long before = validity;
            Awaitility.await() // this server numbers by the second
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        validity = anew(plans);
                        return validity != before;
                    });
            for (String subject : subjects) {
                var message = new MimeMessage((Session) null);
                message.setSubject(subject);
                message.setText(subject);
                plans.appendMessages(new Message[] {message});
            }
        }
    }

    private static long anew(IMAPFolder plans) throws MessagingException {
        if (plans.exists()) {
            assertThat(plans.delete(false)).isTrue();
        }
        assertThat(plans.create(Folder.HOLDS_MESSAGES)).isTrue();
        plans.open(Folder.READ_ONLY);
        long validity = plans.getUIDValidity();
        plans.close(false);
        return validity;
    }

    private String subjects() {
        var listed = site.mail("ls", "Plans", "--fresh", "--json");
        assertThat(listed.exitCode()).as(listed.err()).isZero();
        return listed.out();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm Plans:2",
                "rm --expunge Plans:2",
                "mv Plans:2 INBOX",
                "cp Plans:2 INBOX",
                "flag Plans:2 +flagged",
                "read Plans:2",
            })
    void aNumberFromBeforeNamesNoOtherMessage(String command) throws MessagingException {
        assertThat(subjects()).contains("spring").contains("summer");
        make("autumn", "winter");
        var ended = site.mail(command.split(" ", -1));
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(66);
        assertThat(ended.err()).contains("Plans was made anew");
        assertThat(site.mail("ls", "--fresh", "--json").out()).isEqualTo("[]\n");
        assertThat(subjects())
                .contains("autumn")
                .contains("winter")
                .doesNotContain("summer")
                .doesNotContain("flagged");
    }

    @Test
    void itsNewNumbersNameItsMessages() throws MessagingException {
        subjects();
        make("autumn", "winter");
        subjects();
        assertThat(site.mail("read", "Plans:2").out()).contains("Subject: winter");
        assertThat(site.mail("rm", "--expunge", "Plans:1").exitCode()).isZero();
        assertThat(subjects()).contains("winter").doesNotContain("autumn");
    }
}
