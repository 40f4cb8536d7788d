package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/// `jebi share`, while the server runs, and what mail programs see of it.
class ShareCommandTest {
    @TempDir private Path folder;

    /// Sends an IMAP command and reads up to its end.
    private static String imap(Dialogue imap, String command) throws IOException {
        imap.send("t " + command);
        var all = new StringBuilder();
        String line;
        do {
            line = imap.line();
            all.append(line).append('\n');
        } while (!line.startsWith("t "));
        return all.toString();
    }

    private static String done(JebiProcess server, String... words) throws Exception {
        var ended = server.admin("", words);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return ended.out();
    }

    private static void refused(JebiProcess server, String... words) throws Exception {
        var ended = server.admin("", words);
        assertThat(ended.exitCode()).as(ended.out()).isEqualTo(ExitCode.BAD_DATA.number());
        assertThat(ended.err()).isNotBlank();
    }

    @Test
    void whatTheOperatorSharesIsSeenAtOnce() throws Exception {
        try (var server = JebiProcess.serve(folder.resolve("data")).withAccount("al@localhost")) {
            server.withAccount("sales@localhost");
            assertThat(done(server, "share", "publish", "sales@localhost", "Sales"))
                    .isEqualTo("sales@localhost is shared as Sales\n");
            refused(server, "share", "publish", "al@localhost", "Sales");
            refused(server, "share", "grant", "sales@localhost", "INBOX", "nobody@localhost");
            refused(server, "share", "grant", "sales@localhost", "INBOX", "al@localhost", "Q");
            assertThat(done(server, "share", "grant", "sales@localhost", "INBOX", "al@localhost"))
                    .isEqualTo("INBOX\tal@localhost\tlrswite\n");
            done(server, "share", "limit", "sales@localhost", "INBOX", "10");
            assertThat(done(server, "share", "list")).isEqualTo("Sales\tsales@localhost\n");
            assertThat(done(server, "share", "list", "sales@localhost"))
                    .isEqualTo("INBOX\tal@localhost\tlrswite\nINBOX\tappend-limit\t10\n");
            try (var imap = new Dialogue(server.at("imap"))) {
                imap.line();
                assertThat(imap(imap, "LOGIN al@localhost secret")).contains("t OK");
                assertThat(imap(imap, "LIST \"\" \"Shared Folders/*\""))
                        .contains("\"Shared Folders/Sales\"");
                assertThat(imap(imap, "APPEND \"Shared Folders/Sales\" {11+}\r\nA: b\r\n\r\nabc"))
                        .contains("t NO [TOOBIG]");
                assertThat(imap(imap, "SELECT \"Shared Folders/Sales\"")).contains("t OK");
                String long900 = "a".repeat(900); // longer than a tree's name can be
                assertThat(imap(imap, "SELECT \"Shared Folders/" + long900 + "\""))
                        .contains("t NO [NONEXISTENT]");
                done(server, "share", "revoke", "sales@localhost", "*", "al@localhost");
                assertThat(imap(imap, "SELECT \"Shared Folders/Sales\""))
                        .contains("t NO [NONEXISTENT]");
            }
            refused(server, "share", "operator", "al@localhost", "maybe");
            done(server, "share", "operator", "al@localhost", "yes");
            done(server, "share", "withdraw", "sales@localhost");
            assertThat(done(server, "share", "list")).isEmpty();
            // the name is free when its account is gone
            done(server, "share", "publish", "sales@localhost", "Sales");
            done(server, "account", "remove", "sales@localhost");
            assertThat(done(server, "share", "publish", "al@localhost", "Sales"))
                    .isEqualTo("al@localhost is shared as Sales\n");
        }
    }
}
