package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/// What a verb changed is seen by the next list, however recent the last one is, and what is kept
/// here is for its owner only.
class OwnChangesTest {
    @TempDir private Path home;

    private MailSite site;

    @BeforeEach
    void start() {
        site = new MailSite(home);
        site.deliver("Subject: one\n\nx\n");
        site.deliver("Subject: two\n\ny\n");
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private String done(String... words) {
        var ended = site.mail(words);
        assertThat(ended.exitCode()).as(String.join(" ", words) + ": " + ended.err()).isZero();
        return ended.out();
    }

    @Test
    void aListInStepWithTheServerIsShownAgainForAWhile() throws IOException {
        String[] add = {"account", "add", "work", "--user", MailSite.USER, "--password-stdin"};
        var words = Stream.concat(Stream.of(add), Stream.of("--imap", site.imap()));
        assertThat(site.bare("secret\n", words.toArray(String[]::new)).exitCode()).isZero();
        Path accounts = home.resolve("config/jebi/mail.properties");
        Files.writeString(accounts, "work.fresh = 600\n", StandardOpenOption.APPEND);
        assertThat(site.bare("", "ls").out()).contains("one").contains("two");
        site.deliver("Subject: three\n\nz\n");
        assertThat(site.bare("", "ls").out()).contains("two").doesNotContain("three");
        assertThat(site.bare("", "ls", "--fresh").out()).contains("three");
    }

    @Test
    void whatOneSendsToOneselfIsThere() {
        assertThat(done("ls")).hasLineCount(2);
        done("send", "--to", MailSite.USER, "--subject", "three", "--body", "z");
        assertThat(site.server().waitForIncomingEmail(60_000, 1)).isTrue();
        assertThat(done("ls")).contains("three");
        assertThat(done("ls", "Sent")).contains("three");
    }

    @Test
    void aListBetweenSendingAndArrivalHidesNothing() {
        done("ls");
        done("send", "--to", "nobody@elsewhere.test", "--body", "z", "--no-copy");
        assertThat(done("ls")).hasLineCount(2);
        site.deliver("Subject: three\n\nz\n"); // as if it had taken a moment
        assertThat(done("ls")).contains("three");
    }

    @Test
    void whatWasMovedCopiedAndRemovedIsThereAndGone() {
        done("send", "--to", MailSite.USER, "--subject", "three", "--body", "z");
        assertThat(site.server().waitForIncomingEmail(60_000, 1)).isTrue();
        assertThat(done("ls")).hasLineCount(3);
        assertThat(done("ls", "Sent")).hasLineCount(1);
        done("cp", "INBOX:1", "Sent");
        assertThat(done("ls", "Sent")).hasLineCount(2);
        done("mv", "INBOX:1", "Sent");
        assertThat(done("ls", "Sent")).hasLineCount(3);
        assertThat(done("ls")).hasLineCount(2);
        done("rm", "INBOX:2");
        assertThat(done("ls")).hasLineCount(1);
        assertThat(done("ls", "Trash")).contains("two");
        done("undelete", "Trash:1");
        assertThat(done("ls")).contains("two");
        done("flag", "INBOX:3", "+flagged");
        assertThat(done("ls")).contains("!");
    }

    @Test
    void whatIsCutByPop3IsGone() {
        done("ls");
        done("pop", "--mbox", home.resolve("mail.mbox").toString());
        assertThat(done("ls")).isEmpty();
    }

    @Test
    void nobodyElseOfTheMachineReadsWhatIsKept() throws IOException {
        done("sync", "--full");
        done("send", "--draft", "--to", "bo@b.test", "--body", "z");
        done("flag", "INBOX:1", "+project-x");
        done("rm", "INBOX:2");
        done("pop", "--keep", "--maildir", home.resolve("Maildir").toString());
        done("pop", "--keep", "--mbox", home.resolve("mail.mbox").toString());
        var open = new ArrayList<Path>();
        for (String kept : List.of("share", "state", "Maildir", "mail.mbox")) {
            try (var files = Files.walk(home.resolve(kept))) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    var others =
                            EnumSet.complementOf(
                                    EnumSet.of(
                                            PosixFilePermission.OWNER_READ,
                                            PosixFilePermission.OWNER_WRITE,
                                            PosixFilePermission.OWNER_EXECUTE));
                    others.retainAll(Files.getPosixFilePermissions(file));
                    if (!others.isEmpty()) {
                        open.add(file);
                    }
                }
            }
        }
        assertThat(open).isEmpty();
    }
}
