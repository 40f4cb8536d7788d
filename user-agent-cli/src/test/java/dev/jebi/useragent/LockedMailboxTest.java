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
import java.util.Map;

/// A mailbox that a server lists and nobody here may read hides none of the others. The server
/// knows CONDSTORE as it was before there was an ENABLE.
class LockedMailboxTest {
    @TempDir private Path home;

    private MailSite site;
    private ScriptedServer server;

    @BeforeEach
    void start() {
        site = new MailSite(home);
        server =
                new ScriptedServer(
                        "* OK [CAPABILITY IMAP4rev1 CONDSTORE] hello",
                        Map.of(
                                "* LOGIN",
                                "$ OK welcome",
                                "* NOOP",
                                "$ OK done",
                                "* CAPABILITY",
                                "* CAPABILITY IMAP4rev1 CONDSTORE\r\n$ OK done",
                                "* LIST",
                                "* LIST () \"/\" INBOX\r\n* LIST () \"/\" Locked\r\n$ OK done",
                                "* STATUS INBOX",
                                "* STATUS INBOX (MESSAGES 0 UNSEEN 0)\r\n$ OK done",
                                "* STATUS Locked",
                                "$ NO [NOPERM] permission denied",
                                "* EXAMINE INBOX",
                                "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 1] .\r\n"
                                        + "* OK [HIGHESTMODSEQ 9] .\r\n$ OK [READ-ONLY] open",
                                "* EXAMINE Locked",
                                "$ NO [NOPERM] permission denied",
                                "* CLOSE",
                                "$ OK closed",
                                "* LOGOUT",
                                "* BYE\r\n$ OK"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        site.close();
    }

    private MailSite.Ended mail(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--user", MailSite.USER, "--password-stdin"));
        all.addAll(List.of("--imap", server.address(), "--smtp", site.smtp()));
        return site.bare("secret\n", all.toArray(String[]::new));
    }

    @Test
    void theOthersAreListed() {
        var listed = mail("folders", "--json");
        assertThat(listed.exitCode()).as(listed.err()).isZero();
        assertThat(listed.out())
                .contains("\"name\":\"INBOX\"")
                .contains("\"name\":\"Locked\",\"use\":\"\",\"messages\":0");
    }

    @Test
    void theOthersAreBroughtInStep() {
        var synced = mail("sync", "--json");
        assertThat(synced.exitCode()).as(synced.err()).isZero();
        assertThat(synced.out()).contains("\"mailbox\":\"INBOX\",\"messages\":0");
        assertThat(synced.err()).contains("without Locked: ").contains("permission denied");
        assertThat(mail("sync", "Locked").exitCode()).isEqualTo(65);
        assertThat(mail("ls", "--fresh", "--json").out()).isEqualTo("[]\n");
    }
}
