package dev.jebi.smtpserver;

import dev.jebi.smtpserver.SmtpSettings.Role;
import dev.jebi.testkit.TranscriptPlayer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/// Plays every conversation in the resources.
final class SmtpTranscriptTest {
    private static final Duration IDLE = Duration.ofMinutes(1);

    @TempDir private static Path plainDirectory;
    @TempDir private static Path tlsDirectory;

    private static SmtpSite plain;
    private static SmtpSite tls;
    private static InetSocketAddress reception;
    private static InetSocketAddress submission;
    private static InetSocketAddress lmtp;
    private static InetSocketAddress secured;
    private static InetSocketAddress securedReception;

    @BeforeAll
    static void open() throws IOException {
        plain = SmtpSite.open(plainDirectory);
        tls = SmtpSite.open(new SmtpSite.Setting(tlsDirectory, true, s -> s, s -> s));
        reception = plain.listen(Role.RECEPTION, IDLE);
        submission = plain.listen(Role.SUBMISSION, IDLE);
        lmtp = plain.listen(Role.LMTP, IDLE);
        secured = tls.listen(Role.SUBMISSION, IDLE);
        securedReception = tls.listen(Role.RECEPTION, IDLE);
    }

    @AfterAll
    static void close() {
        plain.close();
        tls.close();
    }

    @TestFactory
    Stream<DynamicTest> reception() {
        return play("/reception", reception);
    }

    @TestFactory
    Stream<DynamicTest> submission() {
        return play("/submission", submission);
    }

    @TestFactory
    Stream<DynamicTest> lmtp() {
        return play("/lmtp", lmtp);
    }

    @TestFactory
    Stream<DynamicTest> tlsBetweenServers() {
        return play("/tls-reception", securedReception);
    }

    @TestFactory
    Stream<DynamicTest> tls() {
        return play("/tls", secured);
    }

    private static Stream<DynamicTest> play(String folder, InetSocketAddress server) {
        return TranscriptPlayer.tests(
                SmtpTranscriptTest.class,
                folder,
                transcript -> TranscriptPlayer.play(server, transcript, Map.of()));
    }
}
