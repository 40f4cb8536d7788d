package dev.jebi.useragent.panes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// The account's signature below letters that are begun in the panes.
class SignatureTest {
    private static final String SIGNATURE = "\n\n-- \nAl of A\n";

    @TempDir private Path folder;

    private MemoryMail mail() {
        var mail = new MemoryMail(folder);
        mail.deliver("Lee <lee@b.test>", "first thing", 0);
        mail.signature("Al of A");
        return mail;
    }

    private static String sent(MemoryMail mail) {
        return mail.sent().getLast().body();
    }

    @Test
    void aNewLetterIsWrittenAboveTheSignature() throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var _ = RunningStage.mail(screen, mail, RunningStage.settings(folder))) {
            screen.await("first thing").keys("c").await("Al of A").text("bo@b.test");
            screen.keys("<tab>", "<tab>", "<tab>").text("Hi").keys("<tab>").text("hello");
            screen.await("hello").keys("<C-x>").await("look over").keys("y").await("sending in");
            assertThat(sent(mail)).isEqualTo("hello" + SIGNATURE);
        }
    }

    @Test
    void anAnswerIsWrittenBetweenWhatIsQuotedAndTheSignature() throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var _ = RunningStage.mail(screen, mail, RunningStage.settings(folder))) {
            screen.await("first thing").keys("r").await("> body of first thing").text("thanks");
            screen.await("thanks").keys("<C-x>").await("look over").keys("y").await("sending in");
            assertThat(sent(mail)).endsWith("> body of first thing\n\nthanks" + SIGNATURE);
        }
    }

    @Test
    void whatIsPassedOnIsSigned() throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var _ = RunningStage.mail(screen, mail, RunningStage.settings(folder))) {
            screen.await("first thing").keys("f").await("Forwarded message").text("bo@b.test");
            screen.keys("<C-x>").await("look over").keys("y").await("sending in");
            assertThat(sent(mail)).contains("body of first thing").endsWith(SIGNATURE);
        }
    }

    @Test
    void aDraftThatIsOpenedAgainIsNotSignedAgain() throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var _ = RunningStage.mail(screen, mail, RunningStage.settings(folder))) {
            screen.await("first thing").keys("r").await("> body of first thing").text("thanks");
            screen.await("thanks").keys("<esc>").await("kept as a draft").keys("D");
            screen.await("drafts").keys("<enter>").await("write ·").text("many ");
            screen.await("many thanks").keys("<C-x>").await("look over").keys("y");
            screen.await("sending in").keys("z").await("write ·").await("many thanks");
            assertThat(sent(mail)).endsWith("many thanks" + SIGNATURE);
        }
    }

    @Test
    void aLetterOfNothingButTheSignatureIsNotKept() throws Exception {
        var mail = mail();
        var screen = new FakeScreen(80, 24);
        try (var _ = RunningStage.mail(screen, mail, RunningStage.settings(folder))) {
            screen.await("first thing").keys("c").await("Al of A").keys("<esc>");
            screen.await("draft discarded");
            assertThat(mail.drafts().names()).isEmpty();
        }
    }
}
