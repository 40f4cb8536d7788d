package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// How commands fail: the exit code, one sentence, and with `--json` one document.
class FailuresTest {
    @TempDir private static Path home;

    private static MailSite site;

    @BeforeAll
    static void start() {
        site = new MailSite(home);
        site.deliver("Subject: one\n\nx\n");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static void failed(MailSite.Ended ended, int exitCode, String word) {
        assertThat(ended.err())
                .hasLineCount(1)
                .startsWith(
                        "{\"error\":{\"code\":\""
                                + word
                                + "\",\"exit\":"
                                + exitCode
                                + ",\"message\":\"")
                .doesNotContain("Exception:");
        assertThat(ended.exitCode()).isEqualTo(exitCode);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void badUsage() {
        failed(site.mail("ls", "--json", "--frobnicate"), 64, "usage");
        failed(site.mail("flag", "--json", "INBOX:1", "--frobnicate"), 64, "usage");
        failed(site.mail("flag", "--json", "INBOX:1"), 64, "usage");
        failed(site.mail("flag", "--json", "INBOX:1", ""), 64, "usage");
        failed(site.mail("read", "--json", "INBOX:x"), 64, "usage");
        failed(site.mail("read", "--json", "INBOX:4294967296"), 64, "usage");
        failed(site.mail("ls", "--json", "--limit", "many"), 64, "usage");
        failed(site.mail("ls", "--json", "--tls", "some"), 64, "usage");
        failed(site.mail("ls", "--json", "--search", "since:someday"), 64, "usage");
        failed(site.mail("send", "--json", "--body", "x"), 64, "usage");
        failed(site.mail("pop", "--json"), 64, "usage");
        failed(site.mail("raw", "--json", "http"), 64, "usage");
        failed(site.mail("draft", "--json", "frobnicate", "d00000000"), 64, "usage");
        failed(
                site.bare("", "ls", "--json", "--imap", site.imap(), "--password-stdin"),
                64,
                "usage");
        assertThat(site.bare("").exitCode()).isEqualTo(64);
        assertThat(site.bare("", "nonsense").exitCode()).isEqualTo(64);
        assertThat(site.bare("", "--help").exitCode()).isZero();
    }

    @Test
    void whatIsNotThere() {
        failed(site.mail("ls", "--json", "Nowhere"), 66, "not-found");
        failed(site.mail("read", "--json", "INBOX:99"), 66, "not-found");
        failed(site.mail("read", "--json", "Nowhere:1"), 66, "not-found");
        failed(site.mail("flag", "--json", "INBOX:99", "+seen"), 66, "not-found");
        failed(site.mail("mv", "--json", "INBOX:1", "Nowhere"), 66, "not-found");
        failed(site.mail("rm", "--json", "--expunge", "INBOX:99"), 66, "not-found");
        failed(
                site.mail("send", "--json", "--to", "al@a.test", "--attach", "/nonexistent"),
                65,
                "bad-data");
        failed(site.mail("send", "--json", "--to", "nobody", "--body", "x"), 65, "bad-data");
    }

    @Test
    void aServerThatDoesNotAnswer() throws IOException {
        try (var none = new Nobody()) {
            String nobody = none.address();
            failed(stranger("ls", "--imap", nobody), 69, "unreachable");
            failed(stranger("pop", "--mbox", home + "/m", "--pop3", nobody), 69, "unreachable");
            failed(
                    stranger("send", "--to", "b@b.test", "--body", "x", "--smtp", nobody),
                    69,
                    "unreachable");
            failed(stranger("raw", "imap", nobody), 69, "unreachable");
        }
        failed(stranger("ls", "--imap", "no-such-host.invalid"), 69, "unreachable");
    }

    private static MailSite.Ended stranger(String... arguments) {
        var all = new java.util.ArrayList<>(java.util.List.of(arguments));
        all.addAll(java.util.List.of("--json", "--user", "al@a.test", "--password-stdin"));
        return site.bare("wrong\n", all.toArray(String[]::new));
    }

    @Test
    void aWrongPassword() throws IOException {
        failed(stranger("ls", "--imap", site.imap()), 77, "sign-in-refused");
        try (var server =
                new ScriptedServer(
                        "+OK scripted", Map.of("CAPA", "-ERR", "USER", "+OK", "PASS", "-ERR no"))) {
            failed(
                    stranger("pop", "--mbox", home + "/m", "--pop3", server.address()),
                    77,
                    "sign-in-refused");
        }
        failed(
                site.bare("", "ls", "--json", "--user", "a", "--imap", site.imap()),
                77,
                "no-password");
        failed(
                site.bare(
                        "",
                        "ls",
                        "--json",
                        "--user",
                        "a",
                        "--imap",
                        site.imap(),
                        "--password-command",
                        "exit 3"),
                77,
                "no-password");
    }

    @Test
    void aMaildropThatIsInUseIsTriedAgain() throws IOException {
        try (var server =
                new ScriptedServer(
                        "+OK scripted",
                        Map.of("CAPA", "-ERR", "USER", "+OK", "PASS", "-ERR [IN-USE] locked"))) {
            failed(
                    stranger("pop", "--mbox", home + "/m", "--pop3", server.address()),
                    75,
                    "try-again");
        }
    }

    @Test
    void tlsThatDoesNotBegin() throws IOException {
        try (var server = new ScriptedServer("* OK scripted", Map.of("tls", "tls NO never"))) {
            failed(
                    stranger("raw", "imap", server.address(), "--tls", "starttls"),
                    76,
                    "tls-not-trusted");
        }
        failed(stranger("ls", "--imap", site.imap(), "--tls", "starttls"), 76, "tls-not-trusted");
    }

    @Test
    void recipientsThatAreRefused() throws IOException {
        for (var reply : Map.of("550 5.1.1 nobody here", 65, "450 4.2.0 later", 75).entrySet()) {
            try (var server = ScriptedServer.refusing("bo@b.test", reply.getKey())) {
                failed(
                        stranger(
                                "send",
                                "--to",
                                "bo@b.test",
                                "--body",
                                "x",
                                "--smtp",
                                server.address(),
                                "--no-copy"),
                        reply.getValue(),
                        reply.getValue() == 65 ? "refused" : "try-again");
            }
        }
    }

    @Test
    void someRecipientsThatAreRefusedAreTold() throws IOException {
        try (var server = ScriptedServer.refusing("bo@b.test", "550 5.1.1 nobody here")) {
            var ended =
                    stranger(
                            "send",
                            "--to",
                            "bo@b.test, other@b.test",
                            "--body",
                            "x",
                            "--smtp",
                            server.address(),
                            "--no-copy");
            assertThat(ended.exitCode()).isEqualTo(80);
            assertThat(ended.out())
                    .contains("\"accepted\":[\"other@b.test\"],\"refused\":[\"bo@b.test\"]");
            assertThat(server.heard()).contains("DATA");
        }
    }

    @Test
    void aFileOfAccountsThatMakesNoSense() throws IOException {
        Path file = home.resolve("bad.properties");
        for (String text :
                new String[] {
                    "a.user = a\\u12\n",
                    "a.user = x\na.tls = perhaps\na.imap = h\n",
                    "a.user = x\na.imap = ::\n",
                    "a.user = x\na.password = secret\na.imap = " + site.imap() + "\n"
                }) {
            Files.writeString(file, text);
            failed(
                    site.bare("", "ls", "--json", "--mail-config", file.toString()),
                    78,
                    "bad-configuration");
        }
        failed(site.bare("", "ls", "--json", "--account", "other"), 78, "bad-configuration");
    }

    @Test
    void peopleGetASentence() {
        var ended = site.mail("read", "INBOX:99");
        assertThat(ended.err())
                .isEqualTo(
                        "jebi mail: there is no message INBOX:99; jebi mail ls shows what there"
                                + " is\n");
    }

    /// Standard output that takes nothing.
    private static OutputStream full(String why) {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException(why);
            }
        };
    }

    @Test
    void dataThatCannotBeWritten() throws IOException {
        String full = "No space left on device";
        for (String[] words :
                List.of(
                        new String[] {"ls", "--json"},
                        new String[] {"read", "INBOX:1", "--peek", "--json"},
                        new String[] {"folders", "--jsonl"})) {
            var ended = site.mailTo(full(full), words);
            assertThat(ended.exitCode()).as(words[0]).isEqualTo(80);
            assertThat(JsonSchema.faults("error", ended.err())).isEmpty();
            assertThat(ended.err()).contains("partly-done", full);
            assertThat(site.mailTo(full("Broken pipe"), words))
                    .as("a reader that wants no more")
                    .isEqualTo(new MailSite.Ended(0, "", ""));
        }
        assertThat(site.mailTo(full(full), "read", "INBOX:1", "--raw").exitCode()).isEqualTo(80);
        assertThat(site.mailTo(full("Broken pipe"), "watch", "--json").exitCode()).isZero();
        assertThat(site.mailTo(full(full), "ls", "Nowhere").exitCode()).isEqualTo(66);
    }

    @Test
    void aQuickListRefusesWhatASlowOneDoes() {
        assertThat(site.mail("sync").exitCode()).isZero();
        String[] kept = {"ls", "--offline", "--user", MailSite.USER, "--imap", site.imap()};
        assertThat(site.bare("", kept).exitCode()).isZero();
        failed(site.bare("", and(kept, "--tls", "some", "--json")), 64, "usage");
        failed(site.bare("", and(kept, "--smtp", "a:b:c", "--json")), 64, "usage");
        failed(site.bare("", and(kept, "--json", "--json")), 64, "usage");
        failed(site.bare("", and(kept, "--account", "nobody", "--json")), 78, "bad-configuration");
        assertThat(site.bare("", and(kept, "--jsonl", "--json")).out()).startsWith("[");
        failed(site.mail("ls", "--offline", "--json", "Nowhere"), 66, "not-found");
        failed(site.mail("ls", "--offline", "--json", "Nowhere", "--search", "x"), 66, "not-found");
    }

    private static String[] and(String[] words, String... more) {
        return Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new);
    }

    @Test
    void whatIsPartlyDoneIsToldWithWhatIsDone() throws IOException {
        site.deliver("Subject: two\n\nx\n");
        site.deliver("Subject: three\n\nx\n");
        assertThat(site.mail("rm", "INBOX:2").exitCode()).isZero();
        var undeleted = site.mail("undelete", "Trash:1", "Trash:99", "--json");
        assertThat(undeleted.exitCode()).isEqualTo(80);
        assertThat(undeleted.out()).contains("\"from\":\"Trash:1\"");
        assertThat(JsonSchema.faults("undelete", undeleted.out())).isEmpty();
        var removed = site.mail("rm", "INBOX:3", "Trash:99", "--json");
        assertThat(removed.exitCode()).isEqualTo(80);
        assertThat(removed.out()).contains("\"from\":\"INBOX:3\"").contains("\"removed\":[]");
        assertThat(JsonSchema.faults("rm", removed.out())).isEmpty();
        assertThat(JsonSchema.faults("error", removed.err())).isEmpty();
        failed(site.mail("undelete", "--limit", "0", "--json"), 64, "usage");
        failed(site.mail("mv", "INBOX:1", "INBOX:99", "Trash", "--json"), 66, "not-found");
        assertThat(site.mail("ls").out()).as("nothing by halves").contains("one");
    }
}
