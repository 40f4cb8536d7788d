package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// An INBOX as a node shows it by IMAP.
///
/// @param validity its UIDVALIDITY
/// @param shown the UIDs in the order of message numbers
/// @param messages by UID
record MailboxSeen(String validity, List<Long> shown, Map<Long, Message> messages) {
    private static final Pattern FETCHED =
            Pattern.compile("\\* \\d+ FETCH \\(UID (\\d+) FLAGS \\(([^)]*)\\) BODY\\[] \\{(\\d+)}");

    /// @param whole whether the octets are those that the mark stands for
    record Message(String mark, boolean flagged, int size, boolean whole) {}

    static MailboxSeen on(JebiProcess server, String account) throws IOException {
        Map<Long, Message> messages = new TreeMap<>();
        List<Long> shown = new ArrayList<>();
        try (var imap = new Dialogue(server.at("imap"))) {
            imap.line();
            Promised.ok(imap, "LOGIN " + account + "@a.test secret");
            String validity = "";
            imap.send("b EXAMINE INBOX");
            String line;
            while (!(line = imap.line()).startsWith("b ")) {
                validity = line.contains("UIDVALIDITY") ? line : validity;
            }
            imap.send("c UID FETCH 1:* (UID FLAGS BODY.PEEK[])");
            while (!(line = imap.line()).startsWith("c ")) {
                var match = FETCHED.matcher(line);
                if (match.find()) {
                    byte[] octets = imap.octets(Integer.parseInt(match.group(3)));
                    long uid = Long.parseLong(match.group(1));
                    shown.add(uid);
                    messages.put(uid, message(match.group(2), octets));
                }
            }
            assertThat(line).startsWith("c OK");
            return new MailboxSeen(validity, shown, messages);
        }
    }

    private static Message message(String flags, byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        String mark = Marked.mark(text);
        return new Message(
                mark,
                flags.contains("\\Flagged"),
                octets.length,
                text.endsWith(Marked.message(mark)));
    }

    List<String> marks() {
        return messages.values().stream().map(Message::mark).toList();
    }

    /// Whether it is as was promised.
    void check(String account, Ledger ledger) {
        var there = Set.copyOf(marks());
        Set<String> taken = ledger.marks(account, Ledger.Answer.TAKEN);
        assertThat(shown).as("UIDs").isSorted().doesNotHaveDuplicates();
        assertThat(marks()).as("doubled").doesNotHaveDuplicates();
        assertThat(taken.stream().filter(mark -> !there.contains(mark)))
                .as("lost")
                .allMatch(ledger.expunging::contains);
        assertThat(there).as("back again").noneMatch(ledger.expunged::contains);
        assertThat(there)
                .as("refused, or never sent")
                .allMatch(mark ->
                        taken.contains(mark)
                                || ledger.marks(account, Ledger.Answer.NONE).contains(mark));
        assertThat(messages.values()).as("octets").allMatch(Message::whole);
        assertThat(messages.values())
                .as("flags")
                .allMatch(message -> message.flagged() || !ledger.flagged.contains(message.mark()));
        assertThat(ledger.flagged.stream().filter(mark -> mark.startsWith(account + "-")))
                .as("flagged and there")
                .allMatch(there::contains);
    }
}
