package dev.jebi.useragent.panes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// What a screen reader gets, and what is told to a terminal that has no colours.
class PlainLinesTest {
    @TempDir private Path folder;

    private MemoryMail mail() {
        var mail = new MemoryMail(folder);
        mail.deliver("Lee <lee@b.test>", "first thing", 0);
        mail.deliver("김승환 <kim@a.test>", "회의 일정", 0);
        mail.quota(93, 100);
        return mail;
    }

    private String told(MemoryMail mail, String said) throws Exception {
        var out = new StringWriter();
        var in = new BufferedReader(new StringReader(said));
        var settings = RunningStage.settings(folder, Map.of("TERM", "dumb"));
        assertThat(settings.lines()).isTrue();
        new PlainLines(in, new PrintWriter(out), mail, settings, InstantSource.system()).run();
        return out.toString();
    }

    @Test
    void everyCommandAnswersInPlainLines() throws Exception {
        var mail = mail();
        String all =
                told(
                        mail,
                        "help\n"
                                + "list\n"
                                + "next\n"
                                + "read 2\n"
                                + "mailboxes\n"
                                + "open Sent\n"
                                + "open INBOX\n"
                                + "search first\n"
                                + "open INBOX\n"
                                + "2\n"
                                + "reply\n"
                                + "an answer\n"
                                + ".\n"
                                + "n\n"
                                + "reply-all\n"
                                + ".\n"
                                + "n\n"
                                + "forward\n"
                                + "kim@a.test\n"
                                + "look\n"
                                + ".\n"
                                + "y\n"
                                + "undo\n"
                                + "flag\n"
                                + "undo\n"
                                + "unread\n"
                                + "archive\n"
                                + "undo\n"
                                + "junk\n"
                                + "undo\n"
                                + "move Archive\n"
                                + "undo\n"
                                + "drafts\n"
                                + "outbox\n"
                                + "quota\n"
                                + "sync\n"
                                + "nonsense\n"
                                + "quit\n");
        assertThat(all)
                .contains("1. unread, from 김승환, 회의 일정")
                .contains("body of first thing")
                .contains("storage 93 % full")
                .contains("taken back")
                .contains("there is no command nonsense");
        assertThat(all.chars().filter(c -> c != '\n' && Character.isISOControl(c))).isEmpty();
        assertThat(mail.in("INBOX")).hasSize(2);
    }

    @Test
    void whatIsWrittenInLinesIsSignedOnce() throws Exception {
        var mail = mail();
        mail.signature("Al of A");
        told(
                mail,
                "compose bo@b.test\nHi\nhello\n.\ny\n"
                        + "2\nreply\nthanks\n.\ny\n2\nforward\nbo@b.test\nlook\n.\ny\nquit\n");
        assertThat(mail.sent())
                .hasSize(3)
                .allSatisfy(letter -> assertThat(letter.body().split("-- ", -1)).hasSize(2));
        assertThat(mail.sent().getFirst().body()).isEqualTo("hello\n\n-- \nAl of A\n");
        assertThat(mail.sent().get(1).body()).endsWith("\n\nthanks\n\n-- \nAl of A\n");
        assertThat(mail.sent().get(2).body()).endsWith("\n\nlook\n\n-- \nAl of A\n");
    }

    @Test
    void warningsAreReadBeforeSomethingIsSent() throws Exception {
        String all = told(mail(), "compose kim@a.test\n\n첨부를 보세요\n.\nn\nquit\n");
        assertThat(all)
                .contains("warning: it has no subject")
                .contains("warning: it speaks of an attachment, and nothing is attached")
                .contains("kept as the draft");
    }

    @ParameterizedTest
    @CsvSource({"dark", "light", "contrast", "plain"})
    void withoutColoursNoneIsSet(String theme) throws Exception {
        Map<String, String> environment = Map.of("TERM", "xterm", "NO_COLOR", "1");
        var settings = RunningStage.settings(folder, environment, "theme", theme);
        var screen = new FakeScreen(200, 50);
        try (var _ = RunningStage.mail(screen, mail(), settings)) {
            screen.await("1/2").await("93 %").keys("<enter>").await("body of").keys("*", "v", "?");
            screen.await("keys ·").keys("<esc>", "r").await("write ·").keys("<C-x>");
            screen.await("look over").keys("p").keys(":").text("zzz").keys("<enter>");
            screen.await("there is no command");
        }
        assertThat(screen.looks())
                .isNotEmpty()
                .allMatch(
                        look -> look.matches("0(;[12347])*")); // bold, underlined, … are no colours
    }

    @Test
    void withColoursThereAreSome() throws Exception {
        var screen = new FakeScreen(200, 50);
        try (var _ = RunningStage.mail(screen, mail(), RunningStage.settings(folder))) {
            screen.await("1/2").await("93 %");
        }
        assertThat(screen.looks()).anyMatch(look -> look.matches("0.*;(3|9)\\d.*"));
    }
}
