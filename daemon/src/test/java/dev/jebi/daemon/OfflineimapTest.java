package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// offlineimap keeps Maildirs and an account alike, whichever side changes, and both at once.
@Tag("clients")
class OfflineimapTest {
    @TempDir private static Path folder;

    private static ClientSite site;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        site = ClientSite.open(folder.resolve("a"));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        site.stop();
    }

    private static Maildir near(Path home, String mailbox) {
        return new Maildir(home.resolve("near").resolve(mailbox));
    }

    private static Path configured(String login, Path home) throws IOException {
        return site.configuration("offlineimaprc", login, home);
    }

    private static void sync(Program offlineimap, Path rc) throws Exception {
        Program.Ran ran = offlineimap.run("", List.of("-c", rc.toString(), "-o"));
        assertThat(ran.exitCode()).as(ran.out()).isZero();
        assertThat(ran.out()).doesNotContain("ERROR");
    }

    private static void assertAlike(FarSide far, Path home, String mailbox) throws IOException {
        assertThat(near(home, mailbox).flags()).as(mailbox).isEqualTo(far.flags(mailbox));
    }

    @Test
    void whatIsDoneHereIsDoneThereAndTheOtherWayRound() throws Exception {
        Program offlineimap = Program.installed("offlineimap");
        String login = site.account("both");
        try (var far = site.far(login)) {
            far.put("INBOX", "one", "two", "three", "four", "five");
            Path home = folder.resolve("both");
            Path rc = configured(login, home);
            sync(offlineimap, rc);
            assertThat(near(home, "INBOX").flags())
                    .containsOnlyKeys("one", "two", "three", "four", "five");

            var inbox = near(home, "INBOX");
            inbox.mark("one", "FS");
            inbox.move("two", near(home, "Kept").create(), "R");
            inbox.delete("three");
            inbox.put("six.near", "six");
            far.run("SELECT INBOX");
            far.run("STORE 4 +FLAGS (\\Answered)");
            far.run("STORE 5 +FLAGS (\\Deleted)");
            far.run("EXPUNGE");
            far.run("CREATE Far");
            far.put("Far", "seven");
            sync(offlineimap, rc);
            far.awaitFlags(
                    "INBOX", Map.of("one", "\\Flagged \\Seen", "four", "\\Answered", "six", ""));
            far.awaitFlags("Kept", Map.of("two", "\\Answered"));
            for (String mailbox : List.of("INBOX", "Kept", "Far")) {
                assertAlike(far, home, mailbox);
            }
            sync(offlineimap, rc);
            assertThat(far.flags("INBOX")).hasSize(3);
            assertAlike(far, home, "INBOX");
        }
    }

    /// Neither side's flags are lost, and what one side has deleted goes on both.
    @Test
    void aConflictLosesNoFlag() throws Exception {
        Program offlineimap = Program.installed("offlineimap");
        String login = site.account("conflict");
        try (var far = site.far(login)) {
            far.put("INBOX", "one", "two", "three");
            Path home = folder.resolve("conflict");
            Path rc = configured(login, home);
            sync(offlineimap, rc);

            var inbox = near(home, "INBOX");
            inbox.mark("one", "FS");
            inbox.delete("two");
            far.run("SELECT INBOX");
            far.run("STORE 1:2 +FLAGS (\\Answered)");
            far.run("STORE 3 +FLAGS (\\Deleted)");
            far.run("EXPUNGE");
            inbox.mark("three", "F");
            sync(offlineimap, rc);
            sync(offlineimap, rc);
            far.awaitFlags("INBOX", Map.of("one", "\\Answered \\Flagged \\Seen"));
            assertAlike(far, home, "INBOX");
        }
    }

    /// Two machines of one person, who changes the mailbox on both while neither has heard of the
    /// other.
    @Test
    void twoMachinesOfOnePersonBecomeAlike() throws Exception {
        Program offlineimap = Program.installed("offlineimap");
        String login = site.account("machines");
        try (var far = site.far(login)) {
            far.put("INBOX", "one", "two", "three");
            Path first = folder.resolve("first");
            Path second = folder.resolve("second");
            Path atFirst = configured(login, first);
            Path atSecond = configured(login, second);
            sync(offlineimap, atFirst);
            sync(offlineimap, atSecond);

            near(first, "INBOX").mark("one", "S");
            near(first, "INBOX").put("four.first", "four");
            near(second, "INBOX").mark("one", "F");
            near(second, "INBOX").move("two", near(second, "Kept").create(), "S");
            near(second, "INBOX").put("four.second", "five");
            sync(offlineimap, atFirst);
            sync(offlineimap, atSecond);
            sync(offlineimap, atFirst);
            far.awaitFlags(
                    "INBOX",
                    Map.of("one", "\\Flagged \\Seen", "three", "", "four", "", "five", ""));
            far.awaitFlags("Kept", Map.of("two", "\\Seen"));
            for (String mailbox : List.of("INBOX", "Kept")) {
                assertAlike(far, first, mailbox);
                assertAlike(far, second, mailbox);
            }
        }
    }
}
