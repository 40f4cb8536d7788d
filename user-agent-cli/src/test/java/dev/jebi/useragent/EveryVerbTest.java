package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.failure.Faults;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Every verb tells scripts what its schema says, as one document and line by line, when it is done
/// and when it fails; and every documented exit code is there.
class EveryVerbTest {
    private static final List<String> VERBS =
            List.of(
                    "ls",
                    "read",
                    "thread",
                    "search",
                    "send",
                    "reply",
                    "forward",
                    "draft",
                    "outbox",
                    "save",
                    "mv",
                    "cp",
                    "rm",
                    "undelete",
                    "flag",
                    "folders",
                    "quota",
                    "watch",
                    "sync",
                    "pop",
                    "address",
                    "account",
                    "doctor",
                    "raw");

    @TempDir private static Path home;

    private static MailSite site;

    @BeforeAll
    static void start() throws IOException {
        site = new MailSite(home);
        site.server().setQuotaSupported(true);
        Path file = Files.writeString(home.resolve("a.txt"), "x\n");
        for (int i = 0; i < 8; i++) {
            site.deliver(
                    "From: Kim <kim@b.test>\nTo: al@a.test\nSubject: number "
                            + i
                            + "\nMessage-ID: <"
                            + i
                            + "@b.test>\n\nsee https://b.test/page\n");
        }
        var sent =
                site.mail("send", "--to", "al@a.test", "--body", "x", "--attach", file.toString());
        assertThat(sent.exitCode()).as(sent.err()).isZero();
        assertThat(site.server().waitForIncomingEmail(60_000, 1)).isTrue();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    /// What a verb tells line by line, each line an element of what it tells as one document.
    private static String lines(String verb, String... words) throws IOException {
        var all = new ArrayList<>(List.of(words));
        all.addFirst(verb);
        all.add("--jsonl");
        return checked(verb, site.mail(all.toArray(String[]::new)));
    }

    private static String checked(String verb, MailSite.Ended ended) throws IOException {
        assertThat(ended.exitCode()).as(verb + ": " + ended.err()).isZero();
        boolean list = "array".equals(((Map<?, ?>) JsonTree.read(Schemas.of(verb))).get("type"));
        String document =
                list ? "[" + String.join(",", ended.out().lines().toList()) + "]" : ended.out();
        assertThat(JsonSchema.faults(verb, document)).as(verb + " " + ended.out()).isEmpty();
        return ended.out();
    }

    @Test
    void whatVerbsTellLineByLine() throws IOException {
        assertThat(lines("ls")).hasLineCount(9);
        lines("search", "subject:number");
        lines("thread", "INBOX:1");
        lines("flag", "INBOX:1", "INBOX:2", "+flagged");
        lines("folders");
        lines("quota");
        lines("save", "INBOX:9", "--to", home.resolve("saved").toString());
        lines("cp", "INBOX:1", "INBOX:2", "Sent");
        lines("mv", "INBOX:3", "INBOX:4", "Sent");
        lines("doctor");
        lines("sync");
        lines("outbox");
        lines("send", "--draft", "--to", "bo@b.test", "--subject", "later", "--body", "x");
        lines("draft");
        lines("address", "kim");
        lines("pop", "--keep", "--mbox", home.resolve("mbox").toString());
        lines("rm", "INBOX:5");
        lines("undelete");
        lines("undelete", "Trash:1");
        lines("reply", "INBOX:6", "--body", "x", "--to", "al@a.test", "--no-copy");
        lines("forward", "INBOX:6", "--body", "x", "--to", "al@a.test", "--no-copy");
        assertThat(lines("read", "INBOX:6"))
                .contains("\"links\":[\"https://b.test/page\"]")
                .contains("\"answered\"")
                .contains("\"$Forwarded\"");
        lines("read", "INBOX:7", "--raw");
        lines("watch", "--for", "1");
        String[] add = {"account", "add", "w", "--user", "al@a.test", "--imap", site.imap()};
        checked("account", site.bare("", and(add, "--jsonl")));
        checked("account", site.bare("", "account", "list", "--jsonl"));
        checked("account", site.bare("", "account", "remove", "w", "--jsonl"));
        checked(
                "raw",
                site.bare("a CAPABILITY\nb LOGOUT\n", "raw", "imap", site.imap(), "--jsonl"));
    }

    private static String[] and(String[] words, String last) {
        var all = new ArrayList<>(List.of(words));
        all.add(last);
        return all.toArray(String[]::new);
    }

    @Test
    void aLinkIsOpenedByItsNumber() throws IOException {
        Path told = home.resolve("told");
        var browser = Map.of("BROWSER", "printf %s > '" + told + "'");
        var ended = site.mail(browser, "read", "INBOX:8", "--peek", "--open", "1", "--json");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(JsonSchema.faults("read", ended.out())).isEmpty();
        assertThat(told).hasContent("https://b.test/page");
        assertThat(site.mail(browser, "read", "INBOX:8", "--open", "2").exitCode()).isEqualTo(66);
        var none = Map.of("BROWSER", "false");
        assertThat(site.mail(none, "read", "INBOX:8", "--open", "1").exitCode()).isEqualTo(66);
    }

    private static final Map<String, List<String>> NEEDED =
            Map.ofEntries(
                    Map.entry("read", List.of("mzzzzzzzzzzzz")),
                    Map.entry("thread", List.of("mzzzzzzzzzzzz")),
                    Map.entry("search", List.of("x")),
                    Map.entry("send", List.of("--to", "bo@b.test", "--body", "x")),
                    Map.entry("reply", List.of("INBOX:99", "--body", "x")),
                    Map.entry("forward", List.of("INBOX:99", "--to", "bo@b.test", "--body", "x")),
                    Map.entry("save", List.of("INBOX:99")),
                    Map.entry("mv", List.of("INBOX:99", "Sent")),
                    Map.entry("cp", List.of("INBOX:99", "Sent")),
                    Map.entry("rm", List.of("INBOX:99")),
                    Map.entry("undelete", List.of("INBOX:99")),
                    Map.entry("flag", List.of("INBOX:99", "+seen")),
                    Map.entry("pop", List.of("--mbox", "/nowhere/m")),
                    Map.entry("raw", List.of("imap")));

    private static void failed(MailSite.Ended ended, int exit, String what) throws IOException {
        assertThat(ended.exitCode()).as(what + ended).isEqualTo(exit);
        assertThat(ended.err()).as(what).hasLineCount(1);
        assertThat(JsonSchema.faults("error", ended.err())).as(what).isEmpty();
        assertThat(ended.err()).contains("\"exit\":" + exit + ",");
        assertThat(ended.out()).as(what).isEmpty();
    }

    @Test
    void nonsenseIsBadUsageOfEveryVerb() throws IOException {
        for (String verb : VERBS) {
            for (String form : List.of("--json", "--jsonl")) {
                failed(site.mail(verb, "--frobnicate", form), 64, verb);
            }
        }
    }

    @Test
    void aServerThatIsAwayIsToldByEveryVerbThatNeedsIt() throws IOException {
        var local = Set.of("draft", "outbox", "address", "account", "doctor");
        try (var nobody = new Nobody()) {
            for (String verb : VERBS.stream().filter(v -> !local.contains(v)).toList()) {
                for (String form : List.of("--json", "--jsonl")) {
                    isAway(nobody.address(), verb, form);
                }
            }
        }
    }

    private static void isAway(String nobody, String verb, String form) throws IOException {
        var words = new ArrayList<>(List.of(verb));
        words.addAll(NEEDED.getOrDefault(verb, List.of()));
        if (verb.equals("raw")) {
            words.add(nobody);
        } else {
            words.addAll(List.of("--user", "x@a.test", "--password-stdin"));
            words.addAll(List.of("--imap", nobody, "--smtp", nobody, "--pop3", nobody));
        }
        words.add(form);
        failed(site.bare("secret\n", words.toArray(String[]::new)), 69, words.toString());
    }

    @Test
    void whatIsNotThereIsToldByEveryVerbThatLooksForIt() throws IOException {
        for (var verb : NEEDED.entrySet()) {
            if (!Set.of("send", "raw", "search").contains(verb.getKey())) {
                var words = new ArrayList<>(List.of(verb.getKey()));
                words.addAll(verb.getValue());
                words.add("--jsonl");
                failed(site.mail(words.toArray(String[]::new)), 66, words.toString());
            }
        }
    }

    @Test
    void aFullMailboxOfTheRecipientIsOverQuota() throws IOException {
        try (var server = ScriptedServer.refusing("bo@b.test", "552 5.2.2 full")) {
            String[] words = {
                "send",
                "--json",
                "--to",
                "bo@b.test",
                "--body",
                "x",
                "--no-copy",
                "--no-queue",
                "--user",
                "al@a.test",
                "--password-stdin",
                "--smtp",
                server.address()
            };
            failed(site.bare("secret\n", words), 73, "over quota");
        }
    }

    @Test
    void everyKindOfFailureHasItsDocumentedCode() throws IOException {
        var documented = new HashSet<String>();
        Path docs = Path.of(System.getProperty("jebi.root", "..")).resolve("docs/cli.md");
        for (String line : Files.readAllLines(docs)) {
            var cells = line.split("\\|", -1);
            if (cells.length > 3 && cells[1].strip().matches("[0-9]{2}")) {
                for (String word : cells[2].replace("`", "").strip().split(",\\s*", -1)) {
                    documented.add(word + " " + cells[1].strip());
                }
            }
        }
        var there = new HashSet<String>();
        for (Failure.Kind kind : Failure.Kind.values()) {
            there.add(kind.word() + " " + kind.exitCode());
        }
        assertThat(documented).isEqualTo(there);
        assertThat(Faults.of(new AccessDeniedException("x")).kind())
                .isEqualTo(Failure.Kind.NOT_ALLOWED);
    }
}
