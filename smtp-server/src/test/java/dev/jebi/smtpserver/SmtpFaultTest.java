package dev.jebi.smtpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.Acceptance;
import dev.jebi.sasl.PlaintextPolicy;
import dev.jebi.smtpserver.SmtpSettings.Role;
import dev.jebi.smtpserver.SmtpSite.Setting;
import dev.jebi.smtpserver.StandIn.Accepting;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

final class SmtpFaultTest {
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final String BOB = "bob@here.test";

    @TempDir private Path directory;

    private SmtpSite accepting(Accepting accepting) throws IOException {
        return SmtpSite.open(
                new Setting(directory, false, s -> s, s -> StandIn.before(s, accepting)));
    }

    /// Fails the first time only.
    private SmtpSite failingOnce(Accepting fault) throws IOException {
        var calls = new AtomicInteger();
        return accepting((real, message) ->
                calls.getAndIncrement() == 0 ? fault.accept(real, message) : real.accept(message));
    }

    private static void failThenSucceed(SmtpSite site, String refusal) throws IOException {
        try (var client = RawClient.greeted(site.listen(Role.RECEPTION, IDLE))) {
            client.data("ann@far.test", "A: 1\r\n\r\n", refusal, BOB);
            client.data("ann@far.test", "A: 2\r\n\r\n", "250", BOB);
            client.say("QUIT", "221");
        }
        assertThat(site.inbox(site.bob)).hasSize(1);
    }

    @Test
    void aFullDiskIsSaidAndTheSessionGoesOn() throws IOException {
        try (var site = failingOnce((_, _) -> new Acceptance.NoRoom())) {
            failThenSucceed(site, "452 4.3.1");
        }
    }

    @Test
    void aFaultOfTheStoreIsSaidAndTheSessionGoesOn() throws IOException {
        Accepting fault =
                (_, _) -> {
                    throw new IOException("for the test");
                };
        try (var site = failingOnce(fault)) {
            failThenSucceed(site, "451 4.3.0");
        }
    }

    @Test
    void aMistakeOfOursIsSaidAndTheSessionGoesOn() throws IOException {
        Accepting fault =
                (_, _) -> {
                    throw new IllegalStateException("for the test");
                };
        try (var site = failingOnce(fault)) {
            failThenSucceed(site, "451 4.3.0");
        }
    }

    @Test
    void aMailboxThatGotFullAfterRcptIsBounced() throws IOException {
        Accepting full =
                (_, message) ->
                        new Acceptance.Accepted(
                                Optional.empty(), Set.of(message.copies().getFirst().account()));
        try (var site = accepting(full);
                var client = RawClient.greeted(site.listen(Role.RECEPTION, IDLE))) {
            client.data("ann@far.test", "A: 1\r\n\r\n", "250", BOB, "tiny@here.test");
            assertThat(site.bounced).containsExactly("<ann@far.test> [bob@here.test]");
        }
    }

    @Test
    void aSpoolThatFailsIsSaidAndTheSessionGoesOn() throws IOException {
        try (var site = SmtpSite.open(directory);
                var client = RawClient.greeted(site.listen(Role.RECEPTION, IDLE))) {
            Files.delete(directory.resolve("spool"));
            String large = "A: b\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(1_000);
            client.data("ann@far.test", large, "452 4.3.1", BOB);
            client.data("ann@far.test", "A: small\r\n\r\n", "250", BOB);
            assertThat(site.inbox(site.bob)).hasSize(1);
        }
    }

    @Test
    void aClientThatVanishesInItsMessageLeavesNothing() throws IOException {
        String much = ("x".repeat(70) + "\r\n").repeat(1_000);
        try (var site = SmtpSite.open(directory)) {
            var server = site.listen(Role.RECEPTION, IDLE);
            for (String begin :
                    new String[] {"DATA\r\n", "BDAT 90000\r\n", "BDAT 90000 LAST\r\n"}) {
                try (var client = RawClient.greeted(server)) {
                    client.say("MAIL FROM:<ann@far.test>", "250");
                    client.say("RCPT TO:<bob@here.test>", "250");
                    client.send(begin + "A: b\r\n\r\n" + much);
                    client.endOutput();
                    assertThat(client.rest()).doesNotContain("250");
                }
            }
            assertThat(site.inbox(site.bob)).isEmpty();
            assertThat(directory.resolve("spool")).isEmptyDirectory();
        }
    }

    @Test
    void aServerThatStopsSaysSo() throws IOException {
        try (var site = SmtpSite.open(directory);
                var client = RawClient.greeted(site.listen(Role.RECEPTION, IDLE))) {
            site.server.close(IDLE);
            client.expect("421 4.3.2");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aClientThatSaysNothingIsLeft() throws IOException {
        try (var site = SmtpSite.open(directory);
                var client = new RawClient(site.listen(Role.RECEPTION, Duration.ofMillis(300)))) {
            client.expect("220 mx.test ESMTP Jebi");
            client.expect("421 4.4.2");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aClientThatNeverEndsIsLeft() throws IOException {
        try (var site = SmtpSite.open(directory);
                var client = RawClient.greeted(site.listen(Role.RECEPTION, IDLE))) {
            for (int i = 0; i < SmtpSite.LIMITS.transactions(); i++) {
                client.data("ann@far.test", "A: 1\r\n\r\n", "250", BOB);
            }
            client.say("MAIL FROM:<ann@far.test>", "421 4.7.0");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aClientThatBringsNoMessageIsLeft() throws IOException {
        try (var site = SmtpSite.open(directory);
                var client = RawClient.greeted(site.listen(Role.RECEPTION, IDLE))) {
            client.send("NOOP\r\n".repeat(SmtpSite.LIMITS.idleCommands() + 5));
            assertThat(client.rest()).contains("250 2.0.0 Ok\r\n421 4.7.0").endsWith("again\r\n");
        }
    }

    @Test
    void theRoomOfTheSpoolIsShared() throws IOException {
        var room = new SpoolRoom(50_000);
        var settings =
                new SmtpSettings(
                        "mx.test",
                        Role.RECEPTION,
                        SmtpSite.LIMITS,
                        PlaintextPolicy.NEVER,
                        directory,
                        List.of());
        try (var first = new ArrivingContent(settings, room, true);
                var second = new ArrivingContent(settings, room, true)) {
            first.write(new byte[40_000], 0, 40_000);
            second.write(new byte[20_000], 0, 20_000);
            assertThat(first.fault()).isEmpty();
            assertThat(second.fault()).isPresent();
            assertThat(room.taken()).isEqualTo(40_000);
        }
        assertThat(room.taken()).isZero();
    }
}
