package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.json.Json;
import dev.jebi.json.JsonReader;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The administrator's commands as they are typed, on a server that runs: what they do, and what
/// they say to odd arguments, with the exit code that scripts see.
final class AdministratorsLinesTest {
    private static final String ANN = "ann@a.test";

    @TempDir private static Path folder;

    private static JebiProcess jebi;

    /// What came of a command.
    private record Said(int code, String out, String err) {
        String only() {
            assertThat(code).as(err).isZero();
            return out.strip();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        jebi =
                JebiProcess.serve(
                        folder.resolve("data"), "hostname=a.test", "dns.servers=127.0.0.1:9");
        jebi.withAccount(ANN);
        Files.writeString(folder.resolve("good"), "require \"fileinto\";\nkeep;\n");
        Files.writeString(folder.resolve("wrong"), "keep;\nfileinto \"x\";\n");
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xFF, 0, (byte) 0xFE});
        Files.writeString(folder.resolve("huge"), "#" + " ".repeat(3 << 20));
    }

    @AfterAll
    static void stop() {
        jebi.close();
    }

    private static Said run(List<String> words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var all = new ArrayList<>(words);
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        int code =
                Main.run(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        all.toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }

    /// A line; `FOLDER` is where the files are, `EMPTY` an empty word.
    private static Said run(String line) {
        return run(
                Arrays.stream(line.split(" ", -1))
                        .map(word -> word.replace("FOLDER", folder.toString()))
                        .map(word -> word.equals("EMPTY") ? "" : word)
                        .toList());
    }

    private static List<Json.Members> objects(Said said) {
        return said.only().lines().map(line -> JsonReader.read(line).orElseThrow()).toList();
    }

    @Test
    void aliasesGroupsAndLists() {
        assertThat(run("alias add info@a.test ann@a.test out@b.test").only())
                .isEqualTo("info@a.test\tann@a.test,out@b.test");
        assertThat(run("alias add info@A.test third@b.test").only()).endsWith(",third@b.test");
        assertThat(run("alias remove info@a.test out@b.test").only())
                .isEqualTo("info@a.test\tann@a.test,third@b.test");
        assertThat(run("alias list").only()).startsWith("info@a.test\t");
        assertThat(run("group add team@a.test ann@a.test --post members").only())
                .isEqualTo("team@a.test\tpost=members\tann@a.test");
        assertThat(run("group list team@a.test").only()).isEqualTo(ANN);
        assertThat(
                        run("list add news@a.test --title News --owners ann@a.test --post owners")
                                .only())
                .isEqualTo("news@a.test\tpost=owners\tmembers=0\towners=ann@a.test\tNews");
        assertThat(run("list add news@a.test x@b.test y@b.test").only()).contains("members=2");
        assertThat(run("list remove news@a.test x@b.test").only()).contains("members=1");
        assertThat(run("domain remove a.test").err()).contains("a.test still has");
        assertThat(run("group add team@a.test info@a.test").only()).contains("info@a.test");
        for (String line :
                List.of(
                        "alias remove info@a.test",
                        "group remove team@a.test",
                        "list remove news@a.test")) {
            assertThat(run(line).only()).startsWith("removed ");
            assertThat(run(line).code()).as("once more: %s", line).isEqualTo(65);
        }
        assertThat(run("alias list").only() + run("group list").only() + run("list list").only())
                .isEmpty();
    }

    @Test
    void scripts() {
        assertThat(run("sieve check FOLDER/good").only()).startsWith("the script is right");
        assertThat(run("sieve put ann@a.test main FOLDER/good").only()).startsWith("put main");
        assertThat(run("sieve get ann@a.test main").only()).endsWith("keep;");
        assertThat(run("sieve list ann@a.test").only()).startsWith("main\t").endsWith("\t-");
        assertThat(run("sieve activate ann@a.test main").only()).isEqualTo("main is active");
        assertThat(run("sieve remove ann@a.test main").err()).contains("the script is active");
        assertThat(run("sieve activate ann@a.test").only()).isEqualTo("no script is active");
        assertThat(run("sieve remove ann@a.test main").only()).isEqualTo("removed main");
        assertThat(run("sieve put system before FOLDER/good").only()).startsWith("put before");
        assertThat(run("sieve list system").only()).startsWith("before\t");
        assertThat(run("sieve remove system before").code()).isZero();
        var wrong = run("sieve check FOLDER/wrong");
        assertThat(wrong.code()).isEqualTo(65);
        assertThat(wrong.err()).contains("the script is wrong: line 2");
    }

    @Test
    void policies() {
        assertThat(run("domain policy a.test").only()).contains("no wish of its own");
        assertThat(run("domain policy a.test dmarc=junk SPF=reject temporary=defer").only())
                .contains("dmarc=junk", "spf=reject", "temporary=defer");
        assertThat(run("domain policy a.test dmarc=accept").only())
                .contains("dmarc=accept", "spf=reject");
        assertThat(run("domain policy a.test standard").only()).contains("no wish of its own");
    }

    @Test
    void whatWasSaidOfADomainGoesWithIt() {
        assertThat(run("domain add gone.test").only()).isEqualTo("added gone.test");
        assertThat(run("dkim add gone.test").only()).contains("_domainkey.gone.test.");
        assertThat(run("dkim rotate gone.test --now").only()).contains("\tactive\t");
        assertThat(run("domain policy gone.test dmarc=junk").code()).isZero();
        assertThat(run("domain catch-all gone.test ann@a.test").code()).isZero();
        assertThat(run("alias add info@gone.test ann@a.test").code()).isZero();
        assertThat(run("domain remove gone.test").err()).contains("info@gone.test");
        assertThat(run("alias remove info@gone.test").code()).isZero();
        assertThat(run("domain alias other.test gone.test").code()).isZero();
        assertThat(run("domain remove gone.test").err()).contains("the other name other.test");
        assertThat(run("domain remove other.test").code()).isZero();
        assertThat(run("domain remove gone.test").only())
                .startsWith("removed gone.test")
                .contains("private halves", "_domainkey.gone.test");
        assertThat(run("dkim list gone.test").only()).contains("retired").doesNotContain("active");
        assertThat(run("domain add gone.test").code()).isZero();
        assertThat(run("domain catch-all gone.test").only()).isEqualTo("gone.test\tnone");
        assertThat(run("domain policy gone.test").only()).contains("no wish of its own");
        assertThat(run("domain remove gone.test").code()).isZero();
    }

    @Test
    void theQueueAndTheTrace() throws IOException {
        send("bob@b.test", "carol@c.test");
        var waiting = objects(run("queue list --json"));
        assertThat(waiting).hasSize(2).allMatch(one -> one.denies("held"));
        String id = waiting.getFirst().text("id").orElseThrow();
        assertThat(run("queue hold --domain b.test").only()).isEqualTo("1 recipient held");
        assertThat(objects(run("queue list --json --recipient bob@b.test")))
                .singleElement()
                .matches(one -> one.affirms("held"));
        assertThat(run("queue redirect --recipient bob@b.test --to dora@d.test").only())
                .isEqualTo("1 recipient redirected to dora@d.test");
        assertThat(objects(run("queue release --domain d.test --json")))
                .singleElement()
                .matches(one -> one.text("act").orElse("").equals("release"))
                .matches(one -> one.number("recipients").orElse(0.0) == 1);
        assertThat(run("queue hold " + id).only()).endsWith("held");
        assertThat(run("queue list " + id).only().lines()).hasSize(2);
        assertThat(run("trace " + id).only())
                .contains("An administrator sends it to dora@d.test instead.");
        var events = objects(run("trace " + id + " --json"));
        assertThat(events)
                .extracting(event -> event.text("step").orElseThrow())
                .contains("received", "queued", "held", "redirected", "released");
        assertThat(events).allMatch(event -> event.text("sentence").isPresent());
        assertThat(run("trace " + id + " --json --owner nobody@a.test").code()).isEqualTo(65);
        assertThat(run("queue remove --sender ann@a.test").only())
                .isEqualTo("2 recipients removed");
        assertThat(run("queue list").only()).isEmpty();
        assertThat(run("trace ann@a.test --since 1h").only())
                .contains("taken out of the queue by an administrator");
    }

    private static void send(String... recipients) throws IOException {
        try (var smtp = new Dialogue(jebi.at("smtp"))) {
            smtp.reply();
            smtp.command("EHLO client.test");
            smtp.command("MAIL FROM:<" + ANN + ">");
            for (String recipient : recipients) {
                assertThat(smtp.command("RCPT TO:<" + recipient + ">")).startsWith("250");
            }
            smtp.command("DATA");
            smtp.write("From: ann@a.test\r\n\r\nHi\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(smtp.command(".")).startsWith("250");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alias | 64 | jebi alias --help",
                "alias add info@a.test | 64 | TARGET",
                "alias ad info@a.test ann@a.test | 64 | ad",
                "alias add EMPTY ann@a.test | 65 | address",
                "alias add info ann@a.test | 65 | address",
                "alias add info@b.test ann@a.test | 65 | jebi domain add b.test",
                "alias add ann@a.test out@b.test | 65 | jebi account forward",
                "alias add info@a.test nobody@a.test | 65 | no address nobody@a.test",
                "alias add info@a.test info@a.test | 65 | info@a.test",
                "alias remove info@a.test | 65 | there is no alias",
                "group add g@a.test | 65 | to whom g@a.test leads",
                "group add g@a.test ann@a.test --post nobody | 65 | members",
                "group list nobody@a.test | 65 | there is no group",
                "list add l@a.test --owners what | 65 | an address is",
                "list add l@a.test --post | 64 | --post",
                "list remove | 64 | ADDRESS",
                "sieve put nobody@a.test x FOLDER/good | 65 | there is no account",
                "sieve put ann@a.test x FOLDER/none | 65 | cannot be read",
                "sieve put ann@a.test x FOLDER/binary | 65 | cannot be read",
                "sieve put ann@a.test x FOLDER/huge | 65 | too large",
                "sieve put ann@a.test x FOLDER/wrong | 65 | line 2",
                "sieve put ann@a.test EMPTY FOLDER/good | 65 | name",
                "sieve get ann@a.test none | 65 | no script none",
                "sieve activate ann@a.test none | 65 | no script",
                "sieve activate system x | 65 | before and after",
                "sieve check | 64 | FILE",
                "domain policy | 64 | NAME",
                "domain policy b.test | 65 | there is no domain",
                "domain policy a.test dmarc=maybe | 65 | dmarc=maybe",
                "domain policy a.test = | 65 | none of",
                "domain remove b.test | 65 | there is no domain",
                "domain remove a..test | 65 | empty label",
                "dkim rotate | 64 | DOMAIN",
                "dkim rotate a.test | 65 | jebi dkim add a.test",
                "dkim rotate a.test --now | 65 | jebi dkim add a.test",
                "dkim rotate b.test | 65 | no keys",
                "dkim retire a.test none | 65 | selector none",
                "dkim add a.test --key FOLDER/none | 65 | cannot be read",
                "dkim add a.test --key FOLDER/good --selector s | 65 | no private key",
                "queue hold | 64 | say which",
                "queue remove --sender EMPTY | 64 | say which",
                "queue hold 7ZZ | 65 | the id 7ZZ",
                "queue release ../etc | 65 | no queue id",
                "queue remove --domain a..b | 65 | empty label",
                "queue remove --sender a@ | 65 | the domain is missing",
                "queue redirect all | 64 | --to",
                "queue redirect all --to nobody | 65 | an address is",
                "queue hold 1 2 | 64 | 2",
                "trace | 64 | TERM",
                "trace EMPTY | 65 | nothing is known",
                "trace <none@a.test> | 65 | nothing is known",
                "trace none@a.test --json | 65 | nothing is known",
                "trace none@a.test --since yesterday | 64 | is no time",
                "trace none@a.test --since 999999999999d | 64 | is no time",
                "trace none@a.test --since +999999999-12-31 | 64 | is no time",
                "ban add 192.0.2.1 --for 999999999999d | 65 | is no time",
                "ban add 192.0.2.1/33 | 65 | no address and no network",
                "ban add 192.0.2.1 --for soon | 65 | is no time",
                "backup FOLDER/data | 65 | in the data directory",
                "backup FOLDER/data/log/x | 65 | in the data directory",
                "backup FOLDER | 65 | something else",
                "backup FOLDER/good | 65 | is no directory",
                "backup --check FOLDER/none | 65 | no whole backup",
                "restore FOLDER/none --account ann@a.test | 65 | no whole backup",
                "restore FOLDER/none --account ann@a.test --uids 1 | 64 | --mailbox",
                "undelete ann@a.test --since 2x | 64 | is no time",
                "undelete ann@a.test 7ZZ | 65 | nothing of that kind",
                "import ann@a.test FOLDER/good | 65 | is no mbox",
                "import ann@a.test FOLDER/none | 65 | there is no",
            })
    void oddArguments(String line, int code, String words) {
        var said = run(line);
        assertThat(said.err()).as(line).contains(words);
        assertThat(said.code()).as("%s: %s", line, said.err()).isEqualTo(code);
        assertThat(said.out()).as(line).isEmpty();
        assertThat(said.err()).as(line).doesNotContain("Exception").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alias", "group", "list", "sieve", "domain", "dkim", "queue", "trace"})
    void helpIsGivenAndNoFault(String command) {
        var help = run(command + " --help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("jebi " + command);
    }

    @Test
    void aBanWithAnyReasonIsJson() {
        assertThat(
                        run(List.of(
                                        "ban",
                                        "add",
                                        "203.0.113.0/24",
                                        "--reason",
                                        "says \"hi\" \\ 밥\u001b[31m\n"))
                                .code())
                .isZero();
        assertThat(objects(run("ban list --json")))
                .singleElement()
                .satisfies(ban -> {
                    assertThat(ban.text("target")).contains("203.0.113.0/24");
                    assertThat(ban.text("reason")).contains("says \"hi\" \\ 밥 [31m");
                    assertThat(ban.text("until")).isPresent();
                });
        assertThat(run("ban add 203.0.113.0/24 --for ever").code()).isZero();
        assertThat(run("ban list --json").only()).contains("\"until\":null");
        assertThat(run("ban remove 203.0.113.0/24").only()).contains("let in again");
    }

    /// What a shell and a script see: a process of its own, its code, and its two outputs.
    @Test
    void aProcessEndsAsItsLineDoes() throws Exception {
        var done = jebi.admin("", "queue", "list", "--json");
        assertThat(done.exitCode()).as(done.err()).isZero();
        var odd = jebi.admin("", "queue", "hold", "7ZZ");
        assertThat(odd.exitCode()).isEqualTo(65);
        assertThat(odd.out()).isEmpty();
        assertThat(odd.err().lines()).hasSize(1);
    }
}
