package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Thunderbird signs in, reads, flags, moves, deletes, searches, replies, empties the trash, and
/// shows the quota; what it did is looked at on the server. Pictures stand in `target/thunderbird`.
@Tag("clients")
class ThunderbirdTest {
    private static final String KOREAN = "=?UTF-8?B?7ZWc6rWt7Ja0?=";

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

    /// A fifth of the quota, in lines.
    private static String large() {
        String line = "x".repeat(78) + "\r\n";
        return "From: Ann <ann@a.test>\r\nSubject: large\r\nMessage-ID: <large@a.test>\r\n\r\n"
                + line.repeat((10 << 20) / line.length());
    }

    @Test
    void aPersonReadsAndAnswersByImap() throws Exception {
        Thunderbird.skipWhereMissing();
        String login = site.account("kim");
        try (var far = site.far(login);
                var ann = site.far(site.account("ann"))) {
            far.put("INBOX", "one", "two", "three", "four", KOREAN);
            far.append("INBOX", large());
            try (var thunderbird = Thunderbird.start(site, login, folder.resolve("imap"), "imap")) {
                assertThat(thunderbird.act("read"))
                        .isEqualTo("one|two|three|four|한국어|large|about one|51200");
                assertThat(thunderbird.act("quota")).isEqualTo(far.used() + "|20");
                thunderbird.picture("imap-1-read");

                assertThat(thunderbird.act("file")).isEqualTo("four");
                thunderbird.picture("imap-2-filed");
                far.awaitFlags(
                        "INBOX", Map.of("one", "\\Flagged \\Seen", "four", "", KOREAN, "$label1"));
                far.awaitFlags("Kept", Map.of("two", ""));
                far.awaitFlags("Trash", Map.of("three", "\\Seen", "large", ""));

                assertThat(thunderbird.act("reply")).isEqualTo("sent");
                thunderbird.picture("imap-3-answered");
                ann.awaitFlags("INBOX", Map.of("Re: one", ""));
                far.awaitFlags("Sent", Map.of("Re: one", "\\Seen"));
                assertThat(far.flags("INBOX")).containsEntry("one", "\\Answered \\Flagged \\Seen");

                assertThat(thunderbird.act("empty")).isEqualTo("empty");
                far.awaitFlags("Trash", Map.of());
                assertThat(thunderbird.act("quota")).isEqualTo(far.used() + "|0");
                thunderbird.picture("imap-4-emptied");
            }
        }
    }

    @Test
    void aPersonFetchesByPop3() throws Exception {
        Thunderbird.skipWhereMissing();
        String login = site.account("lee");
        try (var far = site.far(login)) {
            far.put("INBOX", "one", "two");
            try (var thunderbird = Thunderbird.start(site, login, folder.resolve("pop"), "pop3")) {
                assertThat(thunderbird.act("pop3")).isEqualTo("one|two");
                assertThat(far.flags("INBOX")).hasSize(2); // left on the server
                far.put("INBOX", "three");
                assertThat(thunderbird.act("pop3")).isEqualTo("one|two|three"); // by UIDL
                thunderbird.picture("pop3");
            }
        }
    }
}
