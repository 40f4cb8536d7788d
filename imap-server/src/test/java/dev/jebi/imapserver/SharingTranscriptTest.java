package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.MailboxChange;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.sharing.AppendLimits;
import dev.jebi.mailstore.sharing.Operators;
import dev.jebi.mailstore.sharing.SharedTrees;
import dev.jebi.testkit.TranscriptPlayer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Plays conversations of several users, each with accounts of its own: `${user}` and `${other}`,
/// `${team}`, whose mailboxes the operator shares under the name `${shared}`, and `${operator}`.
/// `${user}` and `${other}` are members of the group `${group}`.
final class SharingTranscriptTest {
    @TempDir private static Path directory;

    private static ImapSite site;

    @BeforeAll
    static void open() throws IOException {
        site = ImapSite.open(directory);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @TestFactory
    Stream<DynamicTest> sharing() {
        return TranscriptPlayer.tests(
                SharingTranscriptTest.class,
                "sharing",
                transcript -> {
                    String name = transcript.getFileName().toString().replace(".imap", "");
                    var user = site.account(name, 100 * 1024, 1_000);
                    var other = site.account(name + "-other", 0, 0);
                    var team = site.account(name + "-team", 0, 0);
                    var operator = site.account(name + "-operator", 0, 0);
                    new SharedTrees(site.store().register()).show(name, team.id());
                    new Operators(site.store().register()).set(operator.id(), true);
                    if (name.equals("append-limit")) {
                        limit(user);
                    }
                    TranscriptPlayer.play(
                            site.address(),
                            transcript,
                            Map.of(
                                    "user", user.address().toString(),
                                    "other", other.address().toString(),
                                    "team", team.address().toString(),
                                    "operator", operator.address().toString(),
                                    "group", "group-of-" + name + "@a.test",
                                    "shared", name,
                                    "password", "secret"));
                });
    }

    private static void limit(Account user) throws IOException {
        var name = new MailboxName("small");
        var made = site.store().create(user.id(), name, Optional.empty());
        assertThat(made).isInstanceOf(MailboxChange.Done.class);
        var small = site.store().mailbox(user.id(), name).orElseThrow();
        new AppendLimits(site.store().register()).set(small.id(), OptionalLong.of(10));
    }
}
