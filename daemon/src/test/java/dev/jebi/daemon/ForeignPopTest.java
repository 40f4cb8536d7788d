package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.daemon.ForeignServers.Kind;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/// POP3 accounts and `jebi mail pop` against Dovecot.
@Tag("clients")
final class ForeignPopTest {
    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void look() {
        ForeignServers.assumed();
    }

    private static int onServer(ForeignServers.OtherImap other) throws Exception {
        String exists =
                other.ok("EXAMINE INBOX").stream()
                        .filter(line -> line.endsWith(" EXISTS"))
                        .findFirst()
                        .orElseThrow();
        return Integer.parseInt(exists.split(" ", -1)[1]);
    }

    /// An account whose mail is fetched.
    private Correspondent popAccount(ForeignServers servers, String delete) throws Exception {
        var al = new Correspondent(folder.resolve("al"));
        al.account(servers, "work", ForeignServers.AL, "--pop3", servers.at("pop3"));
        Path accounts = al.home().resolve("config/jebi/mail.properties");
        Files.writeString(
                accounts, Files.readString(accounts) + "\nwork.pop-delete=" + delete + "\n");
        return al;
    }

    @Test
    void mailThatIsFetchedIsDeletedAtOnce() throws Exception {
        try (var servers = ForeignServers.start(Kind.MODERN);
                var other = servers.other(ForeignServers.AL)) {
            other.append("INBOX", "spring", ".a dot\r\n..two\r\n.");
            other.append("INBOX", "summer", "x");
            var al = popAccount(servers, "now");
            assertThat(al.done("sync", "--json")).contains("\"messages\":2,\"fresh\":2");
            assertThat(onServer(other)).isZero();
            assertThat(al.done("read", "INBOX:1")).contains("\n.a dot\n..two\n.\n");
            other.append("INBOX", "autumn", "x");
            assertThat(al.done("ls", "--fresh", "--json")).contains("spring").contains("autumn");
            assertThat(onServer(other)).isZero();
            al.done("mv", "INBOX:1", "Archive");
            assertThat(al.done("ls", "Archive", "--json")).contains("spring");
            al.done("reply", "INBOX:2", "--to", ForeignServers.BO, "--body", "thanks");
            assertThat(al.done("ls", "Sent", "--json")).contains("Re: summer");
            assertThat(al.done("doctor", "--json")).contains("\"check\":\"pop3\",\"ok\":true");
            assertThat(al.done("quota", "--json")).isEqualTo("[]\n");
        }
    }

    @Test
    void mailThatIsFetchedStaysForDays() throws Exception {
        try (var servers = ForeignServers.start(Kind.MODERN);
                var other = servers.other(ForeignServers.AL)) {
            other.append("INBOX", "spring", "x");
            other.append("INBOX", "summer", "x");
            var al = popAccount(servers, "3");
            assertThat(al.done("sync", "--json")).contains("\"fresh\":2");
            assertThat(al.done("sync", "--json")).contains("\"messages\":2,\"fresh\":0");
            assertThat(onServer(other)).isEqualTo(2);
            // four days go by for the first of them
            long fourDays = 4 * 24 * 3600;
            al.change(
                    "uidl.note",
                    text -> {
                        int blank = text.indexOf(' ');
                        long fetched = Long.parseLong(text.substring(0, blank));
                        return (fetched - fourDays) + text.substring(blank);
                    });
            other.append("INBOX", "autumn", "x");
            assertThat(al.done("sync", "--json")).contains("\"messages\":3,\"fresh\":1");
            assertThat(onServer(other)).isEqualTo(2);
            assertThat(al.done("ls", "--json")).contains("spring").contains("autumn");
        }
    }

    @Test
    void mailThatIsFetchedStaysForEverUnlessAskedFor() throws Exception {
        try (var servers = ForeignServers.start(Kind.MODERN);
                var other = servers.other(ForeignServers.AL)) {
            other.append("INBOX", "spring", "x");
            var al = popAccount(servers, "never");
            assertThat(al.done("sync", "--json")).contains("\"fresh\":1");
            assertThat(al.done("sync", "--json")).contains("\"fresh\":0");
            assertThat(onServer(other)).isEqualTo(1);
            assertThat(al.done("rm", "INBOX:1", "--json")).contains("Trash:1");
            assertThat(al.done("sync", "--json")).contains("\"messages\":0,\"fresh\":0");

            Path mbox = folder.resolve("mail.mbox");
            String[] keep = {"pop", "--mbox", mbox.toString(), "--keep", "--json"};
            assertThat(al.done(keep)).contains("\"fetched\":1,\"deleted\":0");
            assertThat(al.done(keep)).contains("\"fetched\":0,\"deleted\":0");
            Path maildir = folder.resolve("Maildir");
            assertThat(al.done("pop", "--maildir", maildir.toString(), "--json"))
                    .contains("\"fetched\":1,\"deleted\":1");
            assertThat(onServer(other)).isZero();
            assertThat(Files.readString(mbox)).contains("\nSubject: spring\n");
        }
    }
}
