package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What every verb tells scripts is what its JSON Schema says, and what it tells of failures is
/// too.
class SchemaTest {
    @TempDir private static Path home;

    private static MailSite site;

    @BeforeAll
    static void start() throws IOException {
        site = new MailSite(home);
        Path file = Files.writeString(home.resolve("회의록.txt"), "x\n");
        site.deliver(
                "From: \"Kim, S.\" <kim@b.test>\n"
                        + "To: al@a.test, Bo <bo@b.test>\n"
                        + "Subject: \u001b[31mred\u202e \"quoted\"\n"
                        + "Message-ID: <1@b.test>\n\n"
                        + "hello\n");
        assertThat(
                        site.mail(
                                        "send",
                                        "--to",
                                        "al@a.test",
                                        "--subject",
                                        "with a file",
                                        "--body",
                                        "see there",
                                        "--attach",
                                        file.toString())
                                .exitCode())
                .isZero();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static String good(String verb, String... arguments) throws IOException {
        var all = new java.util.ArrayList<>(List.of(arguments));
        all.addFirst(verb);
        all.add("--json");
        var ended = site.mail(all.toArray(String[]::new));
        assertThat(ended.exitCode()).as(verb + ": " + ended.err()).isZero();
        assertThat(ended.out()).as(verb).hasLineCount(1);
        assertThat(JsonSchema.faults(verb, ended.out())).as(verb).isEmpty();
        return ended.out();
    }

    @Test
    void whatVerbsTell() throws IOException {
        good("ls");
        good("ls", "--search", "subject:file");
        good("search", "subject:file");
        good("read", "INBOX:1");
        good("read", "INBOX:1", "--raw");
        good("read", "INBOX:2", "--save-attachments", home.resolve("out").toString());
        good("save", "INBOX:2", "1", "--to", home.resolve("saved").toString());
        good("thread", "INBOX:1");
        good("flag", "INBOX:1", "+seen", "+project-x");
        good("folders");
        good("sync");
        good("outbox");
        good("send", "--to", "al@a.test", "--body", "x", "--no-copy");
        good("doctor");
        site.server().setQuotaSupported(true);
        good("quota");
        good("cp", "INBOX:1", "Sent");
        good("mv", "INBOX:2", "Sent");
        String gone = good("rm", "INBOX:1");
        good("undelete");
        good("undelete", gone.replaceAll("(?s).*\"ref\":\"([^\"]*)\".*", "$1"));
        good("rm", "--expunge", "Sent:1");
        good("pop", "--mbox", home.resolve("mail.mbox").toString(), "--keep");
        assertThat(JsonSchema.faults("account", site.bare("", "account", "list", "--json").out()))
                .isEmpty();
    }

    @Test
    void anIdStaysWhenTheMessageMoves() throws IOException {
        site.deliver("From: lee@b.test\nSubject: wanderer\nMessage-ID: <w@b.test>\n\nhello\n");
        var rows = (List<?>) JsonTree.read(good("search", "subject:wanderer"));
        String id = String.valueOf(((Map<?, ?>) rows.getFirst()).get("id"));
        assertThat(good("mv", id, "Sent")).contains("\"id\":\"" + id + "\"");
        assertThat(good("ls", "Sent")).contains("\"id\":\"" + id + "\"");
        assertThat(good("read", id)).contains("\"subject\":\"wanderer\"");
        assertThat(good("rm", id)).contains("\"id\":\"" + id + "\"");
        assertThat(good("undelete", id)).contains("\"id\":\"" + id + "\"");
        assertThat(good("ls", "Sent")).contains("\"id\":\"" + id + "\"");
    }

    @Test
    void repliesForwardsAndDrafts() throws IOException {
        site.deliver(
                "From: lee@b.test\nTo: al@a.test, bo@b.test\nSubject: question\n"
                        + "Message-ID: <q@b.test>\n\nhow many swallows?\n");
        var rows = (List<?>) JsonTree.read(good("search", "subject:question"));
        String id = String.valueOf(((Map<?, ?>) rows.getFirst()).get("id"));
        assertThat(good("reply", id, "--all", "--draft", "--body", "one"))
                .contains("\"subject\":\"Re: question\"")
                .contains("lee@b.test");
        assertThat(good("forward", id, "--draft", "--to", "al@a.test", "--body", "see"))
                .contains("\"subject\":\"Fwd: question\"");
        var drafts = (List<?>) JsonTree.read(good("draft"));
        assertThat(drafts).hasSize(2);
        String last = String.valueOf(((Map<?, ?>) drafts.getLast()).get("id"));
        String first = String.valueOf(((Map<?, ?>) drafts.getFirst()).get("id"));
        assertThat(site.mail("draft", "show", first).out())
                .contains("> how many swallows?")
                .contains("In-Reply-To: <q@b.test>");
        good("draft", "send", last);
        good("draft", "rm", first);
        assertThat(good("draft")).isEqualTo("[]\n");
        good("reply", id, "--to", "al@a.test", "--no-copy", "--body", "two");
        assertThat(good("read", id, "--peek")).contains("\"answered\"");
        good("address", "lee");
    }

    @Test
    void whatFailuresTell() throws IOException {
        for (List<String> words :
                List.of(
                        List.of("ls", "Nowhere"),
                        List.of("read", "INBOX:999"),
                        List.of("read", "mzzzzzzzzzzzz"),
                        List.of("search", "subject:nobodywrotethis"),
                        List.of("nonsense"),
                        List.of("save", "INBOX:999"),
                        List.of("flag", "INBOX:999", "+seen"),
                        List.of("outbox", "--take-back", "o12345678"),
                        List.of("mv", "INBOX:999", "Sent"))) {
            var all = new java.util.ArrayList<>(words);
            all.add("--json");
            var ended = site.mail(all.toArray(String[]::new));
            assertThat(ended.exitCode()).as(words.toString()).isNotZero();
            assertThat(ended.err()).as(words.toString()).hasLineCount(1);
            assertThat(JsonSchema.faults("error", ended.err())).as(words.toString()).isEmpty();
            assertThat(ended.err()).contains("\"exit\":" + ended.exitCode());
        }
    }

    @Test
    void oneLineAnElementWithOrWithoutJson() {
        var lines = site.mail("ls", "Sent", "--jsonl").out();
        assertThat(lines.lines()).allMatch(line -> line.startsWith("{\"id\":\"m"));
        var plain = site.mail("folders", "--plain").out();
        assertThat(plain.lines()).anyMatch(line -> line.startsWith("INBOX\tinbox\t"));
        var failed = site.mail("ls", "Nowhere", "--plain");
        assertThat(failed.err()).startsWith("error\tnot-found\t66\tthere is no mailbox Nowhere");
    }

    @Test
    void everyVerbShowsItsSchema() {
        for (String verb : List.of("ls", "read", "watch", "rm", "doctor", "raw", "tour")) {
            var ended =
                    site.bare(
                            "",
                            verb.equals("ls")
                                    ? new String[] {"ls", "--schema"}
                                    : verb.equals("raw")
                                            ? new String[] {"raw", "imap", "--schema"}
                                            : verb.equals("rm") || verb.equals("read")
                                                    ? new String[] {verb, "x", "--schema"}
                                                    : new String[] {verb, "--schema"});
            assertThat(ended.out()).as(verb + ended.err()).contains("json-schema.org");
        }
    }
}
