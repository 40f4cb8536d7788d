package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Conversations with octets flipped, cut, doubled and put elsewhere: the session answers or ends,
/// never with a fault of its own, and never hangs.
final class GarbageTest {
    private static final List<String> COMMANDS =
            List.of(
                    "a1 CAPABILITY\r\n",
                    "a2 LOGIN garbage@a.test {6+}\r\nsecret\r\n",
                    "a3 SELECT INBOX (CONDSTORE)\r\n",
                    "a4 APPEND INBOX (\\Seen x) \" 1-Feb-2026 00:00:00 +0000\" {12+}\r\n"
                            + "Subject: a\r\n\r\n",
                    "a5 FETCH 1:* (UID FLAGS ENVELOPE BODYSTRUCTURE BODY.PEEK[1]<0.5>)\r\n",
                    "a6 UID STORE 1:3 +FLAGS.SILENT (\\Deleted $x)\r\n",
                    "a7 SEARCH RETURN (ALL) CHARSET UTF-8 OR FROM {3+}\r\nann NOT SEEN\r\n",
                    "a8 LIST (SUBSCRIBED) \"\" (\"*\" %) RETURN (STATUS (MESSAGES))\r\n",
                    "a9 COPY 1 Trash\r\na10 IDLE\r\nDONE\r\n",
                    "a11 UID MOVE 2 Archive\r\na12 EXPUNGE\r\n",
                    "a13 STATUS INBOX (MESSAGES RECENT HIGHESTMODSEQ)\r\n",
                    "a14 AUTHENTICATE PLAIN AGE=\r\na15 CREATE a/&vPSwuA-\r\na16 DELETE a\r\n");

    @TempDir private Path directory;

    @Test
    void everyDialogueEnds() throws IOException {
        try (var site = ImapSite.open(directory)) {
            site.account("garbage", 0, 0);
            Randomly.runs(300, "imap.garbage.seed", random -> play(site, mutated(random)));
            // and the server is still there for everybody else
            String sane =
                    converse(
                            site,
                            "a LOGIN garbage@a.test secret\r\nb SELECT INBOX\r\nc LOGOUT\r\n"
                                    .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(sane).contains("b OK [READ-WRITE]").contains("c OK");
        }
    }

    private static byte[] mutated(Randomly random) {
        var dialogue = new StringBuilder();
        for (String command : COMMANDS) {
            if (!random.oneIn(8)) {
                dialogue.append(command);
            }
            if (random.oneIn(8)) {
                dialogue.append(random.pick(COMMANDS));
            }
        }
        byte[] octets = dialogue.toString().getBytes(StandardCharsets.ISO_8859_1);
        for (int i = random.between(0, 6); i > 0; i--) {
            int at = random.between(0, octets.length - 1);
            switch (random.between(0, 3)) {
                case 0 -> octets[at] = random.octets(1)[0];
                case 1 -> octets[at] = random.octets(1, "\r\n\0{}()\"\\ *%9")[0];
                case 2 -> octets = Arrays.copyOf(octets, Math.max(1, at));
                default -> {
                    int end = Math.min(octets.length, at + random.between(1, 20));
                    System.arraycopy(octets, at, octets, random.between(0, at), end - at);
                }
            }
        }
        return octets;
    }

    private static void play(ImapSite site, byte[] octets) throws IOException {
        String answers = converse(site, octets);
        assertThat(answers).matches("(?s)|\\* OK .*"); // nothing, where a reset overtook it
        assertThat(answers).doesNotContain("SERVERBUG").doesNotContain("UNAVAILABLE");
    }

    /// Says all at once, ends its side, and reads to the end.
    private static String converse(ImapSite site, byte[] octets) throws IOException {
        var heard = new ByteArrayOutputStream();
        try (var socket = new Socket(site.address().getAddress(), site.address().getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(octets);
            socket.shutdownOutput();
            socket.getInputStream().transferTo(heard);
        } catch (SocketException e) { // the server closed before all was said
            assertThat(e).isNotNull();
        }
        return heard.toString(StandardCharsets.ISO_8859_1);
    }
}
