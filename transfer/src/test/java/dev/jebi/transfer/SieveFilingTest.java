package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.Register.Name;
import dev.jebi.mailstore.Uid;
import dev.jebi.transfer.filing.ScriptChange;
import dev.jebi.transfer.filing.StoredScripts;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What the rules of account holders do with mail.
final class SieveFilingTest {
    private static final String MESSAGE =
            "From: <pat@far.test>\nTo: <bob@here.test>\nSubject: hello\n"
                    + "Message-ID: <1@far.test>\n\nhi\n";

    @TempDir private Path directory;
    private FilingSite site;

    @BeforeEach
    void open() throws IOException {
        site = new FilingSite(directory);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void mailIsFiledWithFlags() throws IOException {
        site.script(
                site.bob,
                "require [\"fileinto\", \"imap4flags\", \"mailbox\"];if header :is \"subject\""
                        + " \"hello\" { fileinto :create :flags [\"\\\\Seen\", \"$Greeting\"]"
                        + " \"Greetings/New\"; }");
        site.send(MESSAGE, "bob@here.test");
        assertThat(site.inbox(site.bob)).isEmpty();
        assertThat(site.in(site.bob, "Greetings/New")).hasSize(1);
        var name = new MailboxName("Greetings/New");
        try (var mailbox = site.store.open(site.bob.id(), name).orElseThrow()) {
            var uid = new Uid(mailbox.uids()[0]);
            assertThat(mailbox.message(uid).orElseThrow().flags().has(Flags.System.SEEN)).isTrue();
        }
    }

    @Test
    void aMailboxThatIsNotThereIsTheInbox() throws IOException {
        site.script(site.bob, "require \"fileinto\"; fileinto \"Nowhere\";");
        site.send(MESSAGE, "bob@here.test");
        assertThat(site.inbox(site.bob)).hasSize(1);
    }

    @Test
    void oneMessageForSeveralIsFiledAsEachWishes() throws IOException {
        site.script(site.bob, "require \"fileinto\"; fileinto \"Archive\";");
        site.script(site.ann, "discard;");
        site.send(MESSAGE, "bob@here.test", "ann@here.test", "cleo@here.test");
        assertThat(site.in(site.bob, "Archive")).hasSize(1);
        assertThat(site.inbox(site.ann)).isEmpty();
        assertThat(site.inbox(site.cleo)).hasSize(1);
    }

    @Test
    void aScriptThatIsBrokenKeepsTheMessage() throws IOException {
        site.store
                .register()
                .put(
                        Name.of(site.bob.id(), "sieve", "x"),
                        "nonsense".getBytes(StandardCharsets.UTF_8));
        site.store
                .register()
                .put(
                        Name.of(site.bob.id(), "sieve-active", "name"),
                        "x".getBytes(StandardCharsets.UTF_8));
        site.send(MESSAGE, "bob@here.test");
        assertThat(site.inbox(site.bob)).hasSize(1);
    }

    @Test
    void aRefusalIsTheReplyWhenNobodyElseGetsTheMessage() throws IOException {
        site.script(site.bob, "require \"reject\"; reject \"Not from you\";");
        var reply = site.send(MESSAGE, "bob@here.test");
        assertThat(reply.text()).isEqualTo("550 5.7.1 Not from you");
        assertThat(site.inbox(site.bob)).isEmpty();
        assertThat(site.queue()).isEmpty();
    }

    @Test
    void aRefusalIsReportedWhenOthersGetTheMessage() throws IOException {
        site.script(site.bob, "require \"reject\"; reject \"Not from you\";");
        assertThat(site.send(MESSAGE, "bob@here.test", "ann@here.test").code()).isEqualTo(250);
        assertThat(site.inbox(site.ann)).hasSize(1);
        assertThat(site.queue()).containsExactly("<> pat@far.test");
        assertThat(site.queued(0)).contains("Not from you").contains("bob@here.test");
    }

    @Test
    void aReasonOfSeveralLinesIsAReplyOfSeveralLines() throws IOException {
        site.script(site.bob, "require \"reject\"; reject text:\nOne\n250 two\n.\n;");
        var reply = site.send(MESSAGE, "bob@here.test");
        assertThat(reply.encode()).isEqualTo("550-5.7.1 One\r\n550 5.7.1 250 two\r\n");
    }

    @Test
    void aRedirectGoesOutWithAReversePathOfOurs() throws IOException {
        site.script(site.bob, "redirect \"bob@away.test\";");
        site.send(MESSAGE, "bob@here.test");
        assertThat(site.inbox(site.bob)).isEmpty();
        assertThat(site.queue()).hasSize(1);
        assertThat(site.queue().getFirst())
                .startsWith("<SRS0=")
                .endsWith("=far.test=pat@here.test> bob@away.test");
        assertThat(site.queued(0)).startsWith("Delivered-To: bob@here.test\r\nReceived: ");
    }

    @Test
    void aRedirectThatComesBackStays() throws IOException {
        site.script(site.bob, "redirect \"bob@away.test\";");
        site.send("Delivered-To: bob@here.test\n" + MESSAGE, "bob@here.test");
        assertThat(site.inbox(site.bob)).hasSize(1);
        assertThat(site.queue()).isEmpty();
    }

    @Test
    void redirectsAmongOurselvesEnd() throws IOException {
        site.script(site.bob, "redirect \"ann@here.test\";");
        site.script(site.ann, "redirect \"bob@here.test\";");
        site.send(MESSAGE, "bob@here.test");
        assertThat(site.inbox(site.bob).size() + site.inbox(site.ann).size()).isEqualTo(1);
        site.script(site.ann, "redirect \"cleo@here.test\"; keep;");
        site.send(MESSAGE, "bob@here.test");
        assertThat(site.inbox(site.cleo)).hasSize(1);
    }

    @Test
    void aSenderIsAnsweredOnceInAWhile() throws IOException {
        site.script(site.bob, "require \"vacation\"; vacation :days 3 \"I am away.\";");
        site.send(MESSAGE, "bob@here.test");
        site.send(MESSAGE, "bob@here.test");
        assertThat(site.inbox(site.bob)).hasSize(2);
        assertThat(site.queue()).containsExactly("<> pat@far.test");
        assertThat(site.queued(0))
                .contains("Auto-Submitted: auto-replied")
                .contains("In-Reply-To: <1@far.test>")
                .contains("I am away.");
        site.clock.advance(Duration.ofDays(4));
        site.send(MESSAGE, "bob@here.test");
        assertThat(site.queue()).hasSize(2);
    }

    @Test
    void listsAndReportsAreNotAnswered() throws IOException {
        site.script(site.bob, "require \"vacation\"; vacation \"I am away.\";");
        site.send("List-Id: <x.far.test>\n" + MESSAGE, "bob@here.test");
        site.send("Auto-Submitted: auto-replied\n" + MESSAGE, "bob@here.test");
        site.send("Precedence: bulk\n" + MESSAGE, "bob@here.test");
        site.from("", MESSAGE, "bob@here.test");
        site.from("noreply@far.test", MESSAGE, "bob@here.test");
        assertThat(site.inbox(site.bob)).hasSize(5);
        assertThat(site.queue()).isEmpty();
    }

    @Test
    void anAnswerHasNoForeignAuthor() throws IOException {
        site.script(site.bob, "require \"vacation\"; vacation :from \"boss@bank.test\" \"Away.\";");
        site.send(MESSAGE, "bob@here.test");
        assertThat(site.queued(0)).contains("bob@here.test").doesNotContain("bank.test");
    }

    @Test
    void whatWasSeenBeforeIsKnown() throws IOException {
        site.script(site.bob, "require \"duplicate\"; if duplicate { discard; }");
        site.send(MESSAGE, "bob@here.test");
        site.send(MESSAGE, "bob@here.test");
        assertThat(site.inbox(site.bob)).hasSize(1);
    }

    @Test
    void somebodyElseIsTold() throws IOException {
        site.script(
                site.bob,
                "require \"enotify\"; notify :message \"mail\" \"mailto:pager@away.test\";");
        site.send(MESSAGE, "bob@here.test");
        assertThat(site.inbox(site.bob)).hasSize(1);
        assertThat(site.queue()).hasSize(1);
        assertThat(site.queue().getFirst()).endsWith("pager@away.test");
    }

    @Test
    void anEditedHeaderIsThatOfTheCopyAlone() throws IOException {
        site.script(
                site.bob,
                "require [\"editheader\"]; addheader \"X-Seen\" \"yes\"; deleteheader"
                        + " \"Subject\";");
        site.send(MESSAGE, "bob@here.test", "ann@here.test");
        assertThat(site.inbox(site.bob).getFirst())
                .contains("X-Seen: yes")
                .doesNotContain("Subject: hello");
        assertThat(site.inbox(site.ann).getFirst())
                .doesNotContain("X-Seen")
                .contains("Subject: hello");
    }

    @Test
    void theScriptsOfTheSystemRunBeforeAndAfter() throws IOException {
        var scripts = site.filing.rules().scripts();
        var none = Optional.<AccountId>empty();
        assertThat(
                        scripts.put(
                                none,
                                StoredScripts.BEFORE,
                                "require \"fileinto\"; if header :contains \"subject\" \"spam\""
                                        + " { fileinto \"Junk\"; }"))
                .isInstanceOf(ScriptChange.Done.class);
        assertThat(
                        scripts.put(
                                none,
                                StoredScripts.AFTER,
                                "require \"fileinto\"; fileinto \"Archive\";"))
                .isInstanceOf(ScriptChange.Done.class);
        site.script(
                site.bob,
                "require \"fileinto\"; if header :contains \"subject\" \"mine\" { fileinto"
                        + " \"Drafts\"; }");
        site.send(MESSAGE.replace("hello", "spam, mine"), "bob@here.test");
        site.send(MESSAGE.replace("hello", "mine"), "bob@here.test");
        site.send(MESSAGE, "bob@here.test");
        assertThat(site.in(site.bob, "Junk")).hasSize(1);
        assertThat(site.in(site.bob, "Drafts")).hasSize(1);
        assertThat(site.in(site.bob, "Archive")).hasSize(1);
        assertThat(site.inbox(site.bob)).isEmpty();
    }
}
