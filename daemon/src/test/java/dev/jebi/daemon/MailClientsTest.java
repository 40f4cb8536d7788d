package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// mutt, neomutt, offlineimap, getmail and imapflow, each through what people do with it: fetch,
/// flag, move, delete, search, send. Each test skips itself where the program is missing.
@Tag("clients")
class MailClientsTest {
    @TempDir private static Path folder;

    private static JebiProcess jebi;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        jebi = JebiProcess.serve(folder.resolve("a"), "hostname=localhost");
        jebi.admin("", "domain", "add", "a.test");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        assertThat(jebi.stop()).as("exit code after SIGTERM").isZero();
    }

    private static String account(String name) throws IOException, InterruptedException {
        String login = name + "@a.test";
        var added =
                jebi.admin(
                        "secret\n", "account", "add", login, "--password-stdin", "--quota", "50M");
        assertThat(added.exitCode()).as(added.err()).isZero();
        return login;
    }

    /// A configuration of a client's, with the places of this server in it.
    private static Path configuration(String name, String login, Path home) throws IOException {
        try (InputStream in = MailClientsTest.class.getResourceAsStream("/clients/" + name)) {
            assertThat(in).as(name).isNotNull();
            String text =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .replace("@LOGIN@", login)
                            .replace("@HOME@", home.toString())
                            .replace("@CERTIFICATE@", folder + "/a/tls/certificate.pem")
                            .replace("@IMAPS@", port("imaps"))
                            .replace("@POP3S@", port("pop3s"))
                            .replace("@SUBMISSIONS@", port("submissions"));
            Path file = Files.createDirectories(home).resolve("configuration");
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return file;
        }
    }

    private static String port(String listener) {
        return Integer.toString(jebi.at(listener).getPort());
    }

    private static void awaitFlags(FarSide far, String mailbox, Map<String, String> flags) {
        Awaitility.await().untilAsserted(() -> assertThat(flags(far, mailbox)).isEqualTo(flags));
    }

    private static Map<String, String> flags(FarSide far, String mailbox) {
        try {
            return far.flags(mailbox);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Keys that a person types: one message found by its text at the server is flagged, one is
    /// filed in a mailbox that is made for it, one deleted.
    @ParameterizedTest
    @ValueSource(strings = {"neomutt", "mutt"})
    void muttReadsFilesAndSends(String name) throws Exception {
        Program mutt = Program.installed(name);
        Program script = Program.installed("script"); // it wants a terminal
        String login = account(name);
        try (var far = new FarSide(jebi, login)) {
            far.put("INBOX", "one", "two", "three", "four");
            Path home = folder.resolve(name);
            Path rc = configuration("muttrc", login, home);
            Path keys =
                    Files.writeString(
                            home.resolve("keys"),
                            "push \"<limit>=b'about one'<enter><flag-message><limit>all<enter>"
                                    + "<tag-pattern>~s two<enter><tag-prefix-cond><save-message>"
                                    + "+Kept<enter><delete-pattern>~s three<enter>"
                                    + "<sync-mailbox><quit>\"\n");
            String typed =
                    "env TERM=xterm HOME="
                            + home
                            + " "
                            + mutt.path()
                            + " -n -F "
                            + rc
                            + " -e 'source "
                            + keys
                            + "'";
            Program.Ran ran = script.run("", List.of("-qec", typed, "/dev/null"));
            assertThat(ran.exitCode()).as(ran.out()).isZero();
            awaitFlags(far, "INBOX", Map.of("one", "\\Flagged", "four", ""));
            awaitFlags(far, "Kept", Map.of("two", ""));
            Program.Ran sent =
                    mutt.run("hello\n", List.of("-n", "-F", rc.toString(), "-s", "sent", login));
            assertThat(sent.exitCode()).as(sent.out()).isZero();
            awaitFlags(far, "INBOX", Map.of("one", "\\Flagged", "four", "", "sent", ""));
        }
    }

    @Test
    void offlineimapKeepsBothSidesAlike() throws Exception {
        Program offlineimap = Program.installed("offlineimap");
        String login = account("offlineimap");
        try (var far = new FarSide(jebi, login)) {
            far.put("INBOX", "one", "two", "three", "four");
            Path home = folder.resolve("offlineimap");
            Path rc = configuration("offlineimaprc", login, home);
            var sync = List.of("-c", rc.toString(), "-o");
            assertSynced(offlineimap.run("", sync));
            Path near = home.resolve("near");
            Path one = file(near.resolve("INBOX"), "one");
            Files.move(one, one.resolveSibling("../cur/" + bare(one) + ":2,FS"));
            Files.delete(file(near.resolve("INBOX"), "three"));
            for (String directory : List.of("cur", "new", "tmp")) {
                Files.createDirectories(near.resolve("Kept").resolve(directory));
            }
            Files.move(
                    file(near.resolve("INBOX"), "two"), near.resolve("Kept").resolve("cur/2:2,R"));
            far.run("SELECT INBOX");
            far.run("STORE 4 +FLAGS (\\Answered)");
            far.put("Sent", "five");
            assertSynced(offlineimap.run("", sync));
            awaitFlags(far, "INBOX", Map.of("one", "\\Flagged \\Seen", "four", "\\Answered"));
            awaitFlags(far, "Kept", Map.of("two", "\\Answered"));
            assertThat(file(near.resolve("INBOX"), "four").toString()).endsWith(":2,R");
            assertThat(file(near.resolve("Sent"), "five")).exists();
            assertSynced(offlineimap.run("", sync));
            assertThat(far.flags("INBOX")).hasSize(2);
        }
    }

    private static void assertSynced(Program.Ran ran) {
        assertThat(ran.exitCode()).as(ran.out()).isZero();
        assertThat(ran.out()).doesNotContain("ERROR");
    }

    private static Path file(Path maildir, String subject) throws IOException {
        for (String directory : List.of("cur", "new")) {
            try (Stream<Path> files = Files.list(maildir.resolve(directory))) {
                for (Path file : files.toList()) {
                    if (Files.readString(file).contains("Subject: " + subject + "\n")) {
                        return file;
                    }
                }
            }
        }
        throw new AssertionError("no " + subject + " in " + maildir);
    }

    private static String bare(Path file) {
        String name = file.getFileName().toString();
        int flags = name.indexOf(":2,");
        return flags < 0 ? name : name.substring(0, flags);
    }

    /// It remembers by unique id what it has fetched, and deletes on a later run.
    @ParameterizedTest
    @CsvSource({"SimplePOP3SSLRetriever, @POP3S@", "SimpleIMAPSSLRetriever, @IMAPS@"})
    void getmailFetchesOnceAndDeletesLater(String retriever, String port) throws Exception {
        Program getmail = Program.installed("getmail");
        Program.installed("tee");
        String login = account(retriever.toLowerCase(Locale.ROOT));
        try (var far = new FarSide(jebi, login)) {
            far.put("INBOX", "one", "two");
            Path home = folder.resolve(retriever);
            Path rc = configuration("getmailrc", login, home);
            Files.writeString(
                    rc,
                    Files.readString(rc)
                            .replace("@RETRIEVER@", retriever)
                            .replace(
                                    "@PORT@",
                                    port.equals("@POP3S@") ? port("pop3s") : port("imaps")));
            var fetch = List.of("--getmaildir=" + home, "--rcfile=" + rc);
            assertThat(getmail.run("", fetch).out()).contains("2 messages");
            far.put("INBOX", "three");
            assertThat(getmail.run("", fetch).out()).contains("1 messages").contains("2 skipped");
            assertThat(Files.readString(home.resolve("mail")))
                    .contains("about one\n", "about two\n", "about three\n");
            assertThat(far.flags("INBOX")).hasSize(3);
            var delete = List.of("--getmaildir=" + home, "--rcfile=" + rc, "--delete");
            assertThat(getmail.run("", delete).exitCode()).isZero();
            awaitFlags(far, "INBOX", Map.of());
        }
    }

    @Test
    void imapflowDoesItsWholeCycle() throws Exception {
        Program node = Program.installed("node");
        Program npm = Program.installed("npm");
        String modules = npm.run("", List.of("root", "-g")).out().strip();
        modules = modules.substring(modules.lastIndexOf('\n') + 1);
        Program.assume(
                Files.isDirectory(Path.of(modules, "imapflow")), "imapflow is not installed");
        String login = account("imapflow");
        Program.Ran ran = node.script("cycle_imapflow.js", modules, port("imaps"), login, "secret");
        assertThat(ran.out()).isEqualTo("done\n");
    }
}
