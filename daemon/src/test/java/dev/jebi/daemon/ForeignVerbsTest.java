package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.daemon.ForeignServers.Kind;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Every verb of `jebi mail`, as a process, against Dovecot and Postfix: with all that they offer,
/// without the extensions of the last twenty years, and with everything below INBOX, which the
/// server tells or not.
@Tag("clients")
final class ForeignVerbsTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void look() {
        ForeignServers.assumed();
    }

    private static void awaitMail(Correspondent person, String subject) {
        Awaitility.await(subject)
                .atMost(SOON)
                .untilAsserted(() ->
                        assertThat(person.done("ls", "--fresh", "--json"))
                                .contains("\"subject\":\"" + subject + "\""));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSentIsRepliedToForwardedAndKept(Kind kind) throws Exception {
        try (var servers = ForeignServers.start(kind)) {
            var al = Correspondent.of(folder.resolve("al"), servers, ForeignServers.AL);
            var bo = Correspondent.of(folder.resolve("bo"), servers, ForeignServers.BO);
            Path file = Files.writeString(folder.resolve("report.txt"), "열두 줄\n");
            String sent =
                    al.doneWith(
                            "제비 한 마리\n.\nFrom here\n",
                            "send",
                            "--to",
                            "보 <bo@post.test>",
                            "--subject",
                            "봄 소식",
                            "--attach",
                            file.toString(),
                            "--json");
            assertThat(sent).contains("\"state\":\"sent\"").contains("\"copied\":true");
            awaitMail(bo, "봄 소식");
            assertThat(bo.done("read", "INBOX:1"))
                    .contains("제비 한 마리\n.\nFrom here")
                    .contains("보 <bo@post.test>");
            bo.done("save", "INBOX:1", "--to", folder.resolve("files").toString());
            assertThat(folder.resolve("files").resolve("report.txt")).hasContent("열두 줄\n");

            bo.done("reply", "INBOX:1", "--body", "고맙습니다", "--json");
            bo.done("forward", "INBOX:1", "--to", "al@post.test", "--whole", "--body", "see below");
            assertThat(bo.done("ls", "--fresh", "--json"))
                    .contains("\"answered\"")
                    .containsIgnoringCase("\"$Forwarded\"");
            awaitMail(al, "Re: 봄 소식");
            awaitMail(al, "Fwd: 봄 소식");
            al.done("sync");
            assertThat(al.done("thread", "INBOX:1", "--json"))
                    .contains("\"subject\":\"봄 소식\"")
                    .contains("\"subject\":\"Re: 봄 소식\"");
            assertThat(al.done("address", "bo", "--json")).contains("bo@post.test");

            String draft = al.done("send", "--to", "bo@post.test", "--draft", "--body", "later");
            assertThat(al.done("draft", "--json")).contains(draft.strip());
            al.done("draft", "send", draft.strip());
            assertThat(al.done("draft", "--json")).isEqualTo("[]\n");
            awaitMail(bo, "");
            assertThat(al.done("outbox", "--json")).isEqualTo("[]\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesAreListedMarkedMovedAndRemoved(Kind kind) throws Exception {
        try (var servers = ForeignServers.start(kind);
                var other = servers.other(ForeignServers.AL)) {
            String archive = kind.named("Archive");
            other.ok("CREATE " + archive);
            for (int i = 1; i <= 4; i++) {
                other.append("INBOX", "number " + i, "swallow " + i);
            }
            var al = Correspondent.of(folder.resolve("al"), servers, ForeignServers.AL);
            String list = al.done("ls", "--json");
            assertThat(list).contains("\"ref\":\"INBOX:4\"").contains("\"subject\":\"number 1\"");
            String id = Correspondent.value(list, "id");
            assertThat(al.done("search", "subject:number", "body:swallow", "newer:1d", "--json"))
                    .contains("INBOX:1")
                    .contains("INBOX:4");
            assertThat(al.done("search", "\"swallow 3\"", "--json"))
                    .contains("INBOX:3")
                    .doesNotContain("INBOX:4");
            assertThat(al.done("flag", "INBOX:1", "+seen", "+flagged", "+project-x", "--json"))
                    .contains("\"flags\":[")
                    .contains("project-x");
            assertThat(al.done("ls", "--fresh", "--unseen", "--json")).doesNotContain("INBOX:1\"");

            other.ok("SELECT INBOX");
            other.ok("STORE 4 +FLAGS (\\Deleted)"); // somebody else's, and not to go with ours
            String copied = al.done("cp", "INBOX:2", archive, "--json");
            assertThat(copied).contains("\"ref\":\"" + archive + ":1\"");
            String moved = al.done("mv", id, archive, "--json");
            assertThat(moved).contains("\"ref\":\"" + archive + ":2\"").contains(id);
            assertThat(al.done("read", id, "--json")).contains("\"ref\":\"" + archive + ":2\"");

            String removed = al.done("rm", id, "--json");
            String trashed = Correspondent.value(removed, "ref");
            assertThat(trashed).isEqualTo(trash(kind) + ":1");
            assertThat(al.done("undelete", "--json")).contains(id);
            assertThat(al.done("undelete", trashed, "--json"))
                    .contains("\"ref\":\"" + archive + ":3\"");
            assertThat(al.done("rm", "--expunge", "INBOX:3", "--json"))
                    .contains("\"removed\":[\"INBOX:3\"]");
            assertThat(al.done("ls", "--fresh", "--json"))
                    .contains("\"ref\":\"INBOX:2\"")
                    .contains("\"ref\":\"INBOX:4\"")
                    .contains("deleted")
                    .doesNotContain("INBOX:3\"");
            al.fails(66, "not-found", "read", "INBOX:3");
            al.fails(66, "not-found", "search", "nothing-like-that");
            al.fails(66, "not-found", "mv", "INBOX:2", "No such");
        }
    }

    private static String trash(Kind kind) {
        return kind == Kind.MODERN ? "Papierkorb" : kind.named("Trash");
    }

    @ParameterizedTest
    @EnumSource
    void foldersQuotaDoctorAndDialogues(Kind kind) throws Exception {
        try (var servers = ForeignServers.start(kind);
                var other = servers.other(ForeignServers.AL)) {
            other.append("INBOX", "one", "x".repeat(900));
            other.ok("CREATE " + kind.named("Spam"));
            var al = Correspondent.of(folder.resolve("al"), servers, ForeignServers.AL);
            assertThat(al.done("folders", "--json"))
                    .contains("\"name\":\"INBOX\",\"use\":\"inbox\",\"messages\":1,\"unseen\":1")
                    .contains("Spam\",\"use\":\"junk\"");
            String quota = al.done("quota", "--json");
            if (kind == Kind.OLD || kind == Kind.BELOW_INBOX_UNTOLD) {
                assertThat(quota).isEqualTo("[]\n");
            } else {
                assertThat(quota)
                        .contains("\"resource\":\"storage\"")
                        .contains("\"limit\":" + (4 << 20));
            }
            assertThat(al.done("doctor", "--json"))
                    .contains("\"check\":\"imap\",\"ok\":true")
                    .contains("\"check\":\"smtp\",\"ok\":true");
            assertThat(al.done("account", "list", "--json")).contains("\"name\":\"work\"");
            assertThat(al.done("sync", "--full", "--json")).contains("\"mailbox\":\"INBOX\"");
            assertThat(al.done("ls", "--offline", "--json")).contains("\"subject\":\"one\"");

            String authority = servers.dovecot().authority().toString();
            assertThat(
                            al.doneWith(
                                    "a CAPABILITY\nb LOGOUT\n",
                                    "raw",
                                    "imap",
                                    servers.at("imaps"),
                                    "--tls",
                                    "implicit",
                                    "--ca",
                                    authority))
                    .contains("\na OK ");
            assertThat(
                            al.doneWith(
                                    "CAPA\nQUIT\n",
                                    "raw",
                                    "pop3",
                                    servers.at("pop3"),
                                    "--tls",
                                    "starttls",
                                    "--ca",
                                    authority))
                    .contains("\nUIDL\n");
            assertThat(
                            al.doneWith(
                                    "EHLO me.test\nQUIT\n",
                                    "raw",
                                    "smtp",
                                    servers.at("smtp"),
                                    "--tls",
                                    "starttls",
                                    "--ca",
                                    authority))
                    .contains("\n221 ");
        }
    }
}
