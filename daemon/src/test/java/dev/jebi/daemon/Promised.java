package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// What a server has acknowledged about one INBOX over all its lives, and whether it is so. Safe
/// for use by several threads.
final class Promised {
    private static final Pattern FETCHED =
            Pattern.compile(
                    "\\* \\d+ FETCH \\(UID (\\d+) FLAGS \\(([^)]*)\\)"
                            + " BODY\\[HEADER.FIELDS \\(X-MARK\\)] \\{(\\d+)}");

    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> flagged = ConcurrentHashMap.newKeySet();
    private final Set<String> expunging = ConcurrentHashMap.newKeySet();
    private final Set<String> expunged = ConcurrentHashMap.newKeySet();
    private final Map<Long, String> uids = new ConcurrentHashMap<>();

    void accepted(String mark) {
        accepted.add(mark);
    }

    void appended(String mark, long uid) {
        accepted.add(mark);
        uids.put(uid, mark);
    }

    void flagged(String mark) {
        flagged.add(mark);
    }

    void expunging(String mark) {
        expunging.add(mark);
    }

    void expunged(String mark) {
        expunged.add(mark);
    }

    int count() {
        return accepted.size();
    }

    @Override
    public String toString() {
        return "acknowledged=%d flagged=%d expunged=%d"
                .formatted(accepted.size(), flagged.size(), expunged.size());
    }

    private record Message(String mark, String flags) {}

    /// Looks at everything.
    void check(JebiProcess server, String why) throws IOException {
        Map<Long, Message> found = fetch(server);
        List<String> marks = new ArrayList<>();
        Map<Long, String> now = new HashMap<>();
        found.forEach((uid, message) -> {
            marks.add(message.mark());
            now.put(uid, message.mark());
        });
        assertThat(marks).as("doubled, %s", why).doesNotHaveDuplicates();
        var left = Set.copyOf(marks);
        assertThat(accepted.stream().filter(mark -> !left.contains(mark)))
                .as("lost, %s", why)
                .allMatch(expunging::contains);
        assertThat(marks).as("back again, %s", why).noneMatch(expunged::contains);
        assertThat(found.values().stream().filter(message -> flagged.contains(message.mark())))
                .as("flags lost, %s", why)
                .allMatch(message -> message.flags().contains("\\Flagged"));
        now.forEach((uid, mark) ->
                assertThat(uids.getOrDefault(uid, mark))
                        .as("UID %d means something else, %s", uid, why)
                        .isEqualTo(mark));
        uids.putAll(now);
    }

    private static Map<Long, Message> fetch(JebiProcess server) throws IOException {
        Map<Long, Message> found = new HashMap<>();
        try (var imap = new Dialogue(server.at("imap"))) {
            imap.line();
            ok(imap, "LOGIN al@a.test secret");
            ok(imap, "SELECT INBOX");
            imap.send("c UID FETCH 1:* (UID FLAGS BODY.PEEK[HEADER.FIELDS (X-MARK)])");
            String line;
            while (!(line = imap.line()).startsWith("c ")) {
                var match = FETCHED.matcher(line);
                if (match.find()) {
                    byte[] header = imap.octets(Integer.parseInt(match.group(3)));
                    String mark = new String(header, StandardCharsets.US_ASCII).strip();
                    found.put(
                            Long.parseLong(match.group(1)),
                            new Message(mark.replace("X-Mark: ", ""), match.group(2)));
                }
            }
            assertThat(line).startsWith("c OK");
        }
        return found;
    }

    /// Sends a command and reads to its OK.
    static String ok(Dialogue imap, String command) throws IOException {
        imap.send("a " + command);
        String line;
        do {
            line = imap.line();
        } while (!line.startsWith("a "));
        assertThat(line).startsWith("a OK");
        return line;
    }
}
