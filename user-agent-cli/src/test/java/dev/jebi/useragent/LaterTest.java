package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Flags, moves and removals while the server is away: they show at once, and are made when it is
/// there again.
class LaterTest {
    @TempDir private Path home;

    private MailSite site;
    private Door door;

    @BeforeEach
    void start() throws IOException {
        site = new MailSite(home);
        for (String subject : List.of("one", "two", "three", "four")) {
            site.deliver("Subject: " + subject + "\nMessage-ID: <" + subject + "@b.test>\n\nx\n");
        }
        door = new Door(site.imap());
        var added =
                site.bare(
                        "secret\n",
                        "account",
                        "add",
                        "work",
                        "--user",
                        MailSite.USER,
                        "--imap",
                        door.address(),
                        "--smtp",
                        site.smtp(),
                        "--password-stdin");
        assertThat(added.exitCode()).as(added.err()).isZero();
        assertThat(json("ls")).contains("one").contains("four");
    }

    @AfterEach
    void stop() {
        door.close();
        site.close();
    }

    /// What a verb tells scripts, which its schema allows.
    private String json(String... words) throws IOException {
        var all = new ArrayList<>(List.of(words));
        all.add("--json");
        var ended = site.bare("", all.toArray(String[]::new));
        assertThat(ended.exitCode()).as(all + ended.err()).isZero();
        assertThat(JsonSchema.faults(words[0], ended.out())).as(ended.out()).isEmpty();
        return ended.out();
    }

    @Test
    void whatIsChangedOfflineShowsAtOnceAndIsMadeWithTheNextSync() throws IOException {
        door.shut();
        assertThat(json("flag", "INBOX:1", "+flagged", "+project-x"))
                .contains("\"flagged\"")
                .contains("\"queued\":true");
        assertThat(json("mv", "INBOX:2", "INBOX:3", "Trash"))
                .contains("\"from\":\"INBOX:2\"")
                .contains("\"queued\":true");
        assertThat(json("rm", "--expunge", "INBOX:4"))
                .contains("\"removed\":[\"INBOX:4\"]")
                .contains("\"queued\":true");
        assertThat(json("flag", "INBOX:1", "-flagged")).contains("project-x");
        assertThat(json("ls", "--offline")).contains("one").doesNotContain("two", "three", "four");
        assertThat(site.mail("ls", "--fresh", "--json").out()).contains("two").contains("four");

        door.open();
        assertThat(json("sync"))
                .contains("\"change\":\"INBOX:1 +flagged +project-x\",\"state\":\"done\"")
                .contains("\"change\":\"INBOX:2 to Trash\",\"state\":\"done\"")
                .contains("\"change\":\"INBOX:4 removed\",\"state\":\"done\"")
                .doesNotContain("failed");
        assertThat(json("sync")).contains("\"changes\":[]");
        String there = site.mail("ls", "--fresh", "--json").out();
        assertThat(there).contains("project-x").doesNotContain("flagged", "two", "four");
        assertThat(site.mail("ls", "Trash", "--json").out()).contains("two").contains("three");
    }

    @Test
    void rmOfflineFindsTheTrashLater() throws IOException {
        door.shut();
        assertThat(json("rm", "INBOX:1")).contains("\"from\":\"INBOX:1\"").contains("queued");
        door.open();
        assertThat(json("ls")).doesNotContain("one").contains("two");
        assertThat(json("ls", "Trash")).contains("one");
    }

    @Test
    void whatSomebodyElseDidMeanwhileIsTold() throws IOException {
        door.shut();
        json("flag", "INBOX:1", "+flagged");
        json("mv", "INBOX:2", "Nowhere");
        json("flag", "INBOX:3", "+flagged");
        assertThat(json("ls", "--offline")).doesNotContain("two");
        assertThat(site.mail("rm", "--expunge", "INBOX:1").exitCode()).isZero();
        door.open();
        var synced = site.bare("", "sync", "--json");
        assertThat(synced.exitCode()).isZero();
        assertThat(JsonSchema.faults("sync", synced.out())).isEmpty();
        assertThat(synced.out())
                .contains(
                        "\"change\":\"INBOX:1 +flagged\",\"state\":\"failed\","
                                + "\"trouble\":\"it is gone from there\"")
                .contains("\"change\":\"INBOX:2 to Nowhere\",\"state\":\"failed\"")
                .contains("no mailbox Nowhere")
                .contains("\"change\":\"INBOX:3 +flagged\",\"state\":\"done\"");
        assertThat(json("ls")).contains("two").doesNotContain("\"one\"");
    }

    @Test
    void anyVerbThatFindsTheServerTellsWhatCouldNotBeDone() throws IOException {
        door.shut();
        json("mv", "INBOX:2", "Nowhere");
        door.open();
        var listed = site.bare("", "ls");
        assertThat(listed.out()).contains("two");
        assertThat(listed.err()).contains("not done: INBOX:2 to Nowhere: there is no mailbox");
    }

    @Test
    void whatIsNotKnownHereNeedsTheServer() throws IOException {
        door.shut();
        assertThat(site.bare("", "flag", "INBOX:99", "+seen").exitCode()).isEqualTo(69);
        assertThat(site.bare("", "cp", "INBOX:1", "Trash").exitCode()).isEqualTo(69);
        door.open();
        assertThat(json("sync")).contains("\"changes\":[]");
    }

    @Test
    void theServerIsAskedInTheOrderInWhichThePersonWished() throws IOException {
        door.shut();
        json("flag", "INBOX:1", "+flagged");
        door.open();
        json("flag", "INBOX:1", "-flagged"); // after what waits, not before
        assertThat(json("sync")).contains("\"changes\":[]");
        assertThat(site.mail("ls", "--fresh", "--json").out()).doesNotContain("flagged");
    }
}
