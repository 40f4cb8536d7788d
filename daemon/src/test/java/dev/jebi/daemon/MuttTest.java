package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// mutt and neomutt, on a terminal with a person's keys.
@Tag("clients")
class MuttTest {
    private static final String ANN = "ann@a.test";

    @TempDir private Path folder;

    /// One message is found by its text at the server, read and flagged, one is filed in a mailbox
    /// that is made for it, one deleted, one answered. Channel binding is off, so that the
    /// mechanism that they choose by themselves is one that they can do.
    @ParameterizedTest
    @ValueSource(strings = {"neomutt", "mutt"})
    void aPersonReadsFilesDeletesAndAnswers(String name) throws Exception {
        Program mutt = Program.installed(name);
        Program.installed("tmux");
        try (var site = ClientSite.open(folder.resolve("a"), "auth.channel-binding=off")) {
            site.account("ann");
            String login = site.account("kim");
            Path home = folder.resolve("home");
            Path rc = site.configuration("muttrc", login, home);
            try (var far = site.far(login);
                    var ann = site.far(ANN)) {
                far.put("INBOX", "one", "two", "three", "four");
                session(mutt, home, rc);
                far.awaitFlags(
                        "INBOX", Map.of("one", "\\Flagged \\Seen", "four", "\\Answered \\Seen"));
                far.awaitFlags("Kept", Map.of("two", ""));
                far.awaitFlags("Sent", Map.of("Re: four", "\\Seen"));
                ann.awaitFlags("INBOX", Map.of("Re: four", ""));
                ann.run("EXAMINE INBOX");
                assertThat(ann.run("FETCH 1 BODY.PEEK[TEXT]")).contains("> about four");
            }
            site.stop();
        }
    }

    private static void session(Program mutt, Path home, Path rc) throws Exception {
        var environment = List.of("HOME=" + home, "LC_ALL=C.UTF-8");
        var command = List.of(mutt.path(), "-n", "-F", rc.toString());
        try (var screen = new Tmux(120, 40, environment, command)) {
            screen.await("Msgs:4");
            screen.text("l").await("Limit to messages").text("=b'about one'").keys("Enter");
            screen.awaitGone("three").keys("Enter").await("about one");
            screen.text("iF").text("l").await("Limit to messages").text("all").keys("Enter");
            screen.await("two").await("Flag:1");
            screen.text("T").await("Tag messages").text("~s two").keys("Enter").await("Tag:1");
            screen.text(";s").await("to mailbox").text("+Kept").keys("Enter");
            screen.await("Del:1");
            screen.text("D").await("Delete messages").text("~s three").keys("Enter");
            screen.await("Del:2");
            screen.text("l").await("Limit to messages").text("~s four").keys("Enter");
            screen.awaitGone("three").text("r").await("y:Send").text("y").await("ail sent");
            screen.text("$q").awaitEnd();
        }
    }

    /// Where channel binding is on they have to be told of a mechanism that they can do: GNU SASL
    /// has them begin SCRAM-SHA-256-PLUS, and they give it no binding.
    @ParameterizedTest
    @CsvSource({"neomutt, plain", "mutt, scram-sha-256:plain"})
    void aToldMechanismSendsWhereChannelBindingIsOn(String name, String mechanisms)
            throws Exception {
        Program mutt = Program.installed(name);
        try (var site = ClientSite.open(folder.resolve("a"))) {
            site.account("ann");
            Path home = folder.resolve("home");
            Path rc = site.configuration("muttrc", site.account("kim"), home);
            Files.writeString(
                    rc,
                    Files.readString(rc) + ("set smtp_authenticators=\"" + mechanisms + "\"\n"));
            try (var ann = site.far(ANN)) {
                Program.Ran sent =
                        mutt.run("hello\n", List.of("-n", "-F", rc.toString(), "-s", "sent", ANN));
                assertThat(sent.exitCode()).as(sent.out()).isZero();
                ann.awaitFlags("INBOX", Map.of("sent", ""));
            }
            site.stop();
        }
    }
}
