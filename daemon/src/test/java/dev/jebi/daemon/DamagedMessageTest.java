package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One bit of one message turned over in the journal: that message alone is refused, by IMAP and by
/// POP3, and the sessions go on.
class DamagedMessageTest {
    @TempDir private Path folder;

    private void run(String input, String... words) throws Exception {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        assertThat(JebiProcess.run(input, all)).returns(0, JebiProcess.Ended::exitCode);
    }

    /// Three messages, the second of them damaged.
    private void fill() throws Exception {
        var mbox = new StringBuilder();
        for (String word : List.of("one", "two", "three")) {
            mbox.append("From a@b.test Sun Nov 22 10:00:00 2026\n")
                    .append(
                            "From: a@b.test\nSubject: subject-"
                                    + word
                                    + "\n\nbody-"
                                    + word
                                    + "\n\n");
        }
        run("secret\n", "account", "add", "al@localhost", "--password-stdin");
        run("", "import", "al@localhost", Files.writeString(folder.resolve("in"), mbox).toString());
        try (var files = Files.list(folder.resolve("data/log"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".seg")).toList()) {
                byte[] octets = Files.readAllBytes(file);
                int at = new String(octets, StandardCharsets.ISO_8859_1).indexOf("body-two");
                if (at >= 0) {
                    octets[at] ^= 4;
                    Files.write(file, octets);
                    return;
                }
            }
        }
        throw new AssertionError("the message stands nowhere");
    }

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

    private static void readsTheOthersByImap(Dialogue imap) throws IOException {
        assertThat(imap(imap, "LOGIN al@localhost secret")).contains("t OK");
        assertThat(imap(imap, "SELECT INBOX")).contains("* 3 EXISTS", "t OK");
        assertThat(imap(imap, "FETCH 1:* (UID FLAGS RFC822.SIZE)"))
                .contains("* 1 FETCH", "* 2 FETCH", "* 3 FETCH", "t OK");
        assertThat(imap(imap, "FETCH 1:* BODY.PEEK[]"))
                .contains("body-one", "body-three", "t NO")
                .doesNotContain("* 2 FETCH", "subject-two");
        assertThat(imap(imap, "FETCH 2 BODY.PEEK[TEXT]")).startsWith("t NO");
        assertThat(imap(imap, "UID FETCH 2 BODY.PEEK[HEADER]<0.10>")).startsWith("t NO");
        assertThat(imap(imap, "SEARCH BODY body-three")).contains("* SEARCH 3\n", "t OK");
        assertThat(imap(imap, "FETCH 3 BODY.PEEK[TEXT]")).contains("body-three", "t OK");
        assertThat(imap(imap, "COPY 1:3 Trash")).startsWith("t ");
        assertThat(imap(imap, "STORE 1:3 +FLAGS (\\Flagged)")).contains("t OK");
    }

    private static void readsTheOthersByPop3(Dialogue pop3) throws IOException {
        assertThat(pop3.line()).startsWith("+OK");
        assertThat(pop3.ask("USER al@localhost")).startsWith("+OK");
        assertThat(pop3.ask("PASS secret")).startsWith("+OK");
        for (String command : List.of("RETR 2", "TOP 2 1", "RETR 2")) {
            assertThat(pop3.ask(command)).startsWith("-ERR [SYS/TEMP] Message 2 ");
        }
        for (int number : new int[] {1, 3}) {
            assertThat(pop3.ask("RETR " + number)).startsWith("+OK");
            assertThat(new String(pop3.dotted(), StandardCharsets.US_ASCII))
                    .contains(number == 1 ? "body-one" : "body-three");
        }
        assertThat(pop3.ask("QUIT")).startsWith("+OK");
    }

    @Test
    void theDamagedMessageAloneIsRefusedAndTheSessionsGoOn() throws Exception {
        fill();
        try (var server = JebiProcess.serve(folder.resolve("data"))) {
            try (var imap = new Dialogue(server.at("imap"))) {
                assertThat(imap.line()).startsWith("* OK");
                readsTheOthersByImap(imap);
            }
            try (var pop3 = new Dialogue(server.at("pop3"))) {
                readsTheOthersByPop3(pop3);
            }
            assertThat(server.stop()).isZero();
        }
    }
}
