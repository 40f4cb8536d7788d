package dev.jebi.daemon;

import dev.jebi.daemon.ForeignServers.Kind;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;

/// The panes on a real terminal, in front of Dovecot and Postfix.
@Tag("clients")
final class ForeignPanesTest {
    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void look() {
        ForeignServers.assumed();
        Program.assume(Tmux.there(), "there is no tmux");
    }

    @ParameterizedTest
    @EnumSource
    void readReplyUndoAndSearch(Kind kind) throws Exception {
        try (var servers = ForeignServers.start(kind);
                var other = servers.other(ForeignServers.AL)) {
            other.append("INBOX", "spring", "a swallow");
            other.append("INBOX", "summer", "two swallows");
            var al = Correspondent.of(folder.resolve("al"), servers, ForeignServers.AL);
            try (var terminal = al.panes(80, 24)) {
                terminal.await("spring").await("summer").await("/2");
                terminal.keys("Enter").await("two swallows").keys("J").await("a swallow");
                terminal.keys("r").await("> a swallow").text("kind regards, ");
                terminal.keys("C-x").await("look over and send").keys("y").await("sending in");
                terminal.keys("z").await("write · al@post.test");
                terminal.keys("Escape").await("kept as a draft").keys("q").await("2/2");
                terminal.keys("d").await("message deleted; z takes it back").await("1/1");
                terminal.keys("z").await("taken back").await("/2");
                terminal.keys("a").await("z takes it back").await("1/1");
                terminal.keys("z").await("taken back").await("/2");
                terminal.keys("*").await("*").keys("z").await("taken back");
                terminal.keys("/").await("search:").text("subject:summer").keys("Enter");
                terminal.await("1 message").await("1/1").keys("q").await("/2");
                other.append("INBOX", "autumn", "three swallows");
                terminal.await("autumn").await("/3");
            }
        }
    }

    @Test
    void whatIsWrittenIsSentAndAFullAccountIsTold() throws Exception {
        try (var servers = ForeignServers.start(Kind.MODERN);
                var other = servers.other(ForeignServers.FULL)) {
            other.append("INBOX", "spring", "x".repeat(900));
            var al = Correspondent.of(folder.resolve("al"), servers, ForeignServers.FULL);
            var bo = Correspondent.of(folder.resolve("bo"), servers, ForeignServers.BO);
            try (var terminal = al.panes(200, 50)) {
                terminal.await("spring").await("storage ").await(" % full");
                terminal.keys("c").await("Subject:").text("bo@post.test");
                terminal.keys("Tab", "Tab", "Tab").text("hello").keys("Tab").text("from the panes");
                terminal.keys("C-x").await("look over and send").keys("y").await("sending in");
                org.awaitility.Awaitility.await()
                        .atMost(java.time.Duration.ofMinutes(1))
                        .untilAsserted(() ->
                                org.assertj.core.api.Assertions.assertThat(
                                                bo.done("ls", "--fresh", "--json"))
                                        .contains("\"subject\":\"hello\""));
            }
        }
    }
}
