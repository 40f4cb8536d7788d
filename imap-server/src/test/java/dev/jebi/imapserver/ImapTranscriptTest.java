package dev.jebi.imapserver;

import dev.jebi.sasl.PlaintextPolicy;
import dev.jebi.testkit.TranscriptPlayer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/// Plays every conversation in the resources, each with an account of its own, whose address is
/// `${user}`.
final class ImapTranscriptTest {
    @TempDir private static Path plainDirectory;
    @TempDir private static Path tightDirectory;
    @TempDir private static Path strictDirectory;

    private static ImapSite plain;
    private static ImapSite tight;
    private static ImapSite strict;

    @BeforeAll
    static void open() throws IOException {
        plain = ImapSite.open(plainDirectory);
        tight = ImapSite.open(tightDirectory, PlaintextPolicy.LOOPBACK, ImapSite.TIGHT);
        strict = ImapSite.open(strictDirectory, PlaintextPolicy.NEVER, ImapLimits.STANDARD);
    }

    @AfterAll
    static void close() {
        plain.close();
        tight.close();
        strict.close();
    }

    @TestFactory
    Stream<DynamicTest> conversations() {
        return play("conversations", plain, 0, 0);
    }

    /// With a quota of 100 KB and 10 messages.
    @TestFactory
    Stream<DynamicTest> quota() {
        return play("quota", plain, 100 * 1024, 10);
    }

    /// With limits that are soon reached.
    @TestFactory
    Stream<DynamicTest> limits() {
        return play("limits", tight, 0, 0);
    }

    /// Where no password may be given without TLS.
    @TestFactory
    Stream<DynamicTest> strict() {
        return play("strict", strict, 0, 0);
    }

    private static Stream<DynamicTest> play(
            String folder, ImapSite site, long octets, long messages) {
        return TranscriptPlayer.tests(
                ImapTranscriptTest.class,
                folder,
                transcript -> {
                    String name = transcript.getFileName().toString().replace(".imap", "");
                    var account = site.account(name, octets, messages);
                    var variables =
                            Map.of("user", account.address().toString(), "password", "secret");
                    TranscriptPlayer.play(site.address(), transcript, variables);
                });
    }
}
