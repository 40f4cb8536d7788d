package dev.jebi.pop3server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.UidSet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The life of a maildrop: its lock, its numbers, and when messages go (RFC 1939 §4 to §6).
final class MaildropTest {
    private static final String ONE = "Subject: one\r\n\r\n1\r\n";
    private static final String TWO = "Subject: two\r\n\r\n22\r\n";
    private static final String THREE = "Subject: three\r\n\r\n333\r\n";

    @TempDir private Path directory;
    private Pop3Site site;

    @BeforeEach
    void open() throws IOException {
        site = Pop3Site.open(directory);
        site.append(ONE);
        site.append(TWO);
        site.append(THREE);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aSecondSessionIsToldThatTheMaildropIsInUse() throws IOException {
        try (var first = site.signIn();
                var second = site.connect()) {
            second.send("USER " + Pop3Site.LOGIN);
            assertThat(second.send("PASS " + Pop3Site.PASSWORD)).startsWith("-ERR [IN-USE]");
            assertThat(second.send("STAT")).startsWith("-ERR");
            assertThat(first.send("QUIT")).startsWith("+OK");
            // The lock is gone when the reply comes: nothing to wait for.
            second.send("USER " + Pop3Site.LOGIN);
            assertThat(second.send("PASS " + Pop3Site.PASSWORD)).startsWith("+OK");
        }
    }

    @Test
    void quitDeletesWhatIsMarkedAndFreesTheMaildrop() throws IOException {
        try (var client = site.signIn()) {
            assertThat(client.send("DELE 1")).startsWith("+OK");
            assertThat(client.send("DELE 3")).startsWith("+OK");
            assertThat(site.messages()).isEqualTo(3);
            assertThat(client.send("QUIT")).startsWith("+OK");
            assertThat(client.rest()).isEmpty();
        }
        assertThat(site.messages()).isEqualTo(1);
        try (var client = site.signIn()) {
            assertThat(client.send("STAT")).isEqualTo("+OK 1 " + TWO.length());
        }
    }

    @Test
    void aClientThatVanishesDeletesNothingAndFreesTheMaildrop() throws IOException {
        var client = site.signIn();
        assertThat(client.send("DELE 1")).startsWith("+OK");
        client.vanish();
        site.awaitEnd();
        assertThat(site.messages()).isEqualTo(3);
        try (var next = site.signIn()) {
            assertThat(next.send("STAT")).startsWith("+OK 3 ");
        }
    }

    @Test
    void aClientThatEndsItsSideWithoutQuitDeletesNothing() throws IOException {
        try (var client = site.signIn()) {
            client.write("DELE 1\r\nQUI");
            client.shutdownOutput();
            site.awaitEnd();
        }
        assertThat(site.messages()).isEqualTo(3);
    }

    @Test
    void aClientThatVanishesWhileAMessageIsSentFreesTheMaildrop() throws IOException {
        site.append("Subject: large\r\n\r\n" + "x".repeat(70).concat("\r\n").repeat(80_000));
        var client = site.signIn();
        client.write("DELE 1\r\nRETR 4\r\n");
        client.line();
        client.vanish();
        site.awaitEnd();
        assertThat(site.messages()).isEqualTo(4);
        site.signIn().close();
    }

    @Test
    void whatArrivesLaterIsForTheNextSession() throws IOException {
        try (var client = site.signIn()) {
            site.append("Subject: four\r\n\r\n");
            assertThat(client.send("STAT")).startsWith("+OK 3 ");
            assertThat(client.send("RETR 4")).startsWith("-ERR");
            client.send("DELE 1");
            client.send("QUIT");
        }
        try (var client = site.signIn()) {
            assertThat(client.send("STAT")).startsWith("+OK 3 ");
            assertThat(client.message("RETR 3")).asString().startsWith("Subject: four");
        }
    }

    @Test
    void uniqueIdsAreTheSameInEverySessionAndNeverGivenAgain() throws IOException {
        List<String> before;
        try (var client = site.signIn()) {
            before = client.lines("UIDL");
            assertThat(client.send("UIDL 2")).isEqualTo("+OK " + before.get(1));
            client.send("DELE 3");
            assertThat(client.lines("UIDL")).isEqualTo(before.subList(0, 2));
            client.send("QUIT");
        }
        site.append(THREE);
        try (var client = site.signIn()) {
            var after = client.lines("UIDL");
            assertThat(after.subList(0, 2)).isEqualTo(before.subList(0, 2));
            assertThat(after).hasSize(3).doesNotContain(before.get(2));
            assertThat(after).allMatch(line -> line.matches("[1-3] [!-~]{1,70}"));
        }
    }

    @Test
    void aMessageThatImapExpungedIsRefusedAndTheSessionGoesOn() throws IOException {
        try (var client = site.signIn();
                var inbox = site.inbox()) {
            inbox.remove(UidSet.of(inbox.uids()[1]));
            assertThat(client.send("RETR 2")).startsWith("-ERR").contains("removed");
            assertThat(client.send("TOP 2 0")).startsWith("-ERR").contains("removed");
            assertThat(client.send("LIST 2")).isEqualTo("+OK 2 " + TWO.length());
            assertThat(client.message("RETR 3")).asString().isEqualTo(THREE);
            assertThat(client.send("DELE 2")).startsWith("+OK");
            assertThat(client.send("DELE 1")).startsWith("+OK");
            assertThat(client.send("QUIT")).startsWith("+OK");
        }
        assertThat(site.messages()).isEqualTo(1);
    }

    @Test
    void rsetBringsBackWhatIsMarked() throws IOException {
        try (var client = site.signIn()) {
            client.send("DELE 1");
            client.send("DELE 2");
            assertThat(client.send("STAT")).isEqualTo("+OK 1 " + THREE.length());
            assertThat(client.send("DELE 2")).startsWith("-ERR");
            assertThat(client.send("LIST 2")).startsWith("-ERR");
            assertThat(client.send("UIDL 2")).startsWith("-ERR");
            assertThat(client.send("RETR 2")).startsWith("-ERR");
            assertThat(client.send("TOP 2 1")).startsWith("-ERR");
            assertThat(client.lines("LIST")).containsExactly("3 " + THREE.length());
            assertThat(client.send("RSET")).startsWith("+OK");
            assertThat(client.lines("LIST")).hasSize(3);
            client.send("QUIT");
        }
        assertThat(site.messages()).isEqualTo(3);
    }

    @Test
    void anAccountThatIsRemovedInTheMiddleEndsWithoutAFault() throws IOException {
        try (var client = site.signIn()) {
            client.send("DELE 1");
            site.store.directory().removeAccount(site.account.address());
            assertThat(client.send("RETR 2")).startsWith("-ERR");
            client.write("QUIT\r\n");
            assertThat(client.line()).matches("(\\+OK|-ERR).*");
            assertThat(client.rest()).isEmpty();
        }
    }
}
