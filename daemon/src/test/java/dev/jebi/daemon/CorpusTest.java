package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mime.HeaderText;
import dev.jebi.testkit.Corpus;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Real mail goes in over SMTP and comes back, octet for octet below the trace fields, over IMAP
/// and POP3; its structure can be fetched, whatever state it is in.
class CorpusTest {
    private static final Set<String> TELLING =
            Set.of(
                    "nul",
                    "wire-bare-cr",
                    "line-over-998",
                    "8bit-header",
                    "bad-header-line",
                    "no-blank-line",
                    "starts-with-blank-line",
                    "blank-fold",
                    "no-boundary",
                    "boundary-not-found",
                    "message-partial",
                    "cte-unknown",
                    "lone-dot-line");

    @TempDir private Path folder;

    /// A message of the corpus as it was sent.
    private record Sent(String path, byte[] wire) {}

    private int parts;

    @Test
    void tellingMessages() throws Exception {
        Corpus corpus = Corpus.orSkip();
        var rows =
                corpus.messages().stream()
                        .filter(row ->
                                row.flags().stream()
                                                .anyMatch(f ->
                                                        TELLING.contains(f) || f.startsWith("dup-"))
                                        || row.wireSha256().startsWith("0"))
                        .toList();
        var sent = new ArrayList<Sent>();
        for (var row : rows) {
            sent.add(new Sent(row.path(), corpus.wire(row)));
        }
        roundTrip(sent, corpus.subjects());
    }

    @Test
    @Tag("long")
    void everyMessageAndEveryMbox() throws Exception {
        Corpus corpus = Corpus.orSkip();
        var sent = new ArrayList<Sent>();
        for (var row : corpus.messages()) {
            sent.add(new Sent(row.path(), corpus.wire(row)));
        }
        for (var row : corpus.kind("mbox")) {
            for (byte[] message : Mbox.split(corpus.file(row))) {
                sent.add(new Sent(row.path(), Corpus.wire(message)));
            }
        }
        roundTrip(sent, corpus.subjects());
    }

    private void roundTrip(List<Sent> sent, Map<String, String> subjects) throws Exception {
        try (var server = JebiProcess.serve(folder.resolve("data"), "hostname=b.test")) {
            server.withAccount("u@b.test");
            send(server, sent);
            int decoded = overImap(server, sent, subjects);
            overPop3(server, sent);
            LoggerFactory.getLogger(CorpusTest.class)
                    .info(
                            "sent={} sameByImap={} sameByPop3={} partsFetched={} subjects={}",
                            sent.size(),
                            sent.size(),
                            sent.size(),
                            parts,
                            decoded);
            assertThat(server.stop()).isZero();
        }
    }

    private static void send(JebiProcess server, List<Sent> sent) throws IOException {
        try (var smtp = new Dialogue(server.at("smtp"))) {
            smtp.reply();
            smtp.command("EHLO corpus");
            for (Sent message : sent) {
                assertThat(smtp.command("MAIL FROM:<s@a.test> BODY=8BITMIME")).startsWith("250 ");
                assertThat(smtp.command("RCPT TO:<u@b.test>")).startsWith("250 ");
                assertThat(smtp.command("DATA")).startsWith("354 ");
                smtp.write(stuffed(message.wire()));
                assertThat(smtp.reply()).as(message.path()).startsWith("250 ");
            }
        }
    }

    private static byte[] stuffed(byte[] wire) {
        var out = new ByteArrayOutputStream(wire.length + 100);
        for (int i = 0; i < wire.length; i++) {
            boolean lineStart = i == 0 || (i > 1 && wire[i - 1] == '\n' && wire[i - 2] == '\r');
            if (wire[i] == '.' && lineStart) {
                out.write('.');
            }
            out.write(wire[i]);
        }
        out.writeBytes(".\r\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private int overImap(JebiProcess server, List<Sent> sent, Map<String, String> subjects)
            throws IOException {
        int decoded = 0;
        try (var imap = new Dialogue(server.at("imap"))) {
            imap.line();
            assertThat(imap.ask("a LOGIN u@b.test secret")).contains("a OK");
            imap.send("b SELECT INBOX");
            var selected = untilTagged(imap, "b ");
            assertThat(selected).contains("* " + sent.size() + " EXISTS");
            for (int n = 1; n <= sent.size(); n++) {
                Sent message = sent.get(n - 1);
                try {
                    checkMessage(imap, n, message);
                    String subject = subjects.get(message.path());
                    if (subject != null) {
                        assertThat(subject(imap, n)).as(message.path()).isEqualTo(subject);
                        decoded++;
                    }
                } catch (IllegalStateException | IOException e) {
                    throw new AssertionError(message.path() + ": " + e.getMessage(), e);
                }
            }
        }
        return decoded;
    }

    private void checkMessage(Dialogue imap, int n, Sent message) throws IOException {
        byte[] whole = string(fetch(imap, n, "BODY.PEEK[]"), "BODY[]");
        assertEndsWith(message, whole);
        var items =
                fetch(imap, n, "UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY BODYSTRUCTURE");
        assertThat(value(items, "RFC822.SIZE").toString()).isEqualTo("" + whole.length);
        assertThat(((ImapTree.Nodes) value(items, "ENVELOPE")).items()).hasSize(10);
        byte[] header = string(fetch(imap, n, "BODY.PEEK[HEADER]"), "BODY[HEADER]");
        byte[] text = string(fetch(imap, n, "BODY.PEEK[TEXT]"), "BODY[TEXT]");
        var joined = new ByteArrayOutputStream();
        joined.writeBytes(header);
        joined.writeBytes(text);
        assertThat(joined.toByteArray()).as(message.path()).isEqualTo(whole);
        fetch(imap, n, "BODY.PEEK[HEADER.FIELDS (SUBJECT FROM DATE)]");
        int half = whole.length / 2;
        byte[] first = string(fetch(imap, n, "BODY.PEEK[]<0." + (half + 1) + ">"), "BODY[]<0>");
        assertThat(first).isEqualTo(Arrays.copyOf(whole, Math.min(half + 1, whole.length)));
        for (Part part : Part.of((ImapTree.Nodes) value(items, "BODYSTRUCTURE"))) {
            String section = part.number();
            byte[] octets =
                    string(fetch(imap, n, "BODY.PEEK[" + section + "]"), "BODY[" + section + "]");
            parts++;
            if (part.size() >= 0) {
                assertThat(octets.length)
                        .as("%s part %s", message.path(), section)
                        .isEqualTo(part.size());
            }
            fetch(imap, n, "BODY.PEEK[" + section + ".MIME]");
        }
    }

    private static void assertEndsWith(Sent message, byte[] whole) {
        byte[] wire = message.wire();
        assertThat(whole.length).as(message.path()).isGreaterThan(wire.length);
        int from = whole.length - wire.length;
        assertThat(Arrays.equals(whole, from, whole.length, wire, 0, wire.length))
                .as("%s comes back octet for octet", message.path())
                .isTrue();
        String trace = new String(whole, 0, from, StandardCharsets.ISO_8859_1);
        assertThat(trace).startsWith("Return-Path: <s@a.test>\r\nReceived: ").endsWith("\r\n");
    }

    private static String subject(Dialogue imap, int n) throws IOException {
        var envelope = (ImapTree.Nodes) value(fetch(imap, n, "ENVELOPE"), "ENVELOPE");
        return HeaderText.decode(envelope.items().get(1).toString());
    }

    private static List<ImapTree.Node> fetch(Dialogue imap, int n, String items)
            throws IOException {
        imap.send("f FETCH " + n + " (" + items + ")");
        List<ImapTree.Node> found = List.of();
        String line;
        while (!(line = imap.line()).startsWith("f ")) {
            var response = ImapTree.read(imap, line);
            if (response.size() == 4 && response.get(2).toString().equals("FETCH")) {
                found = ((ImapTree.Nodes) response.get(3)).items();
            }
        }
        assertThat(line).startsWith("f OK");
        return found;
    }

    private static ImapTree.Node value(List<ImapTree.Node> items, String name) {
        for (int i = 0; i + 1 < items.size(); i += 2) {
            if (items.get(i).toString().equals(name)) {
                return items.get(i + 1);
            }
        }
        throw new IllegalStateException("no " + name + " in " + items);
    }

    private static byte[] string(List<ImapTree.Node> items, String name) {
        var text = (ImapTree.Text) value(items, name);
        return text.form() == ImapTree.Form.ATOM ? new byte[0] : text.octets();
    }

    private static String untilTagged(Dialogue imap, String tag) throws IOException {
        var all = new StringBuilder();
        String line;
        do {
            line = imap.line();
            all.append(line).append('\n');
        } while (!line.startsWith(tag));
        assertThat(line).startsWith(tag + "OK");
        return all.toString();
    }

    private static void overPop3(JebiProcess server, List<Sent> sent) throws IOException {
        try (var pop3 = new Dialogue(server.at("pop3"))) {
            pop3.line();
            pop3.ask("USER u@b.test");
            assertThat(pop3.ask("PASS secret")).startsWith("+OK");
            assertThat(pop3.ask("STAT")).startsWith("+OK " + sent.size() + " ");
            for (int n = 1; n <= sent.size(); n++) {
                String listed = pop3.ask("LIST " + n);
                assertThat(pop3.ask("RETR " + n)).startsWith("+OK");
                byte[] whole = pop3.dotted();
                assertThat(listed).isEqualTo("+OK " + n + " " + whole.length);
                assertEndsWith(sent.get(n - 1), whole);
            }
            assertThat(pop3.ask("QUIT")).startsWith("+OK");
        }
    }
}
