package dev.jebi.pop3server;

import dev.jebi.testkit.TestCertificate;
import dev.jebi.testkit.TranscriptPlayer;
import dev.jebi.wire.ServerTls;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The dialogues in `pop3`, each on a maildrop of its own with the same three messages.
final class TranscriptTest {
    private static final List<String> MESSAGES =
            List.of(
                    "From: ann@example.org\r\nSubject: one\r\n\r\nHello Tim.\r\nSecond line.\r\n",
                    "From: ann@example.org\r\nSubject: dots\r\n\r\n"
                            + ".\r\n..\r\n.one\r\nno . dot\r\n.last dot\r\n",
                    "From: ann@example.org\r\nSubject: only a header\r\n");

    @TempDir private Path directory;

    @TestFactory
    Stream<DynamicTest> transcripts() {
        return TranscriptPlayer.tests(TranscriptTest.class, "/pop3", this::play);
    }

    private void play(Path transcript) throws IOException {
        var own = Files.createTempDirectory(directory, "site");
        var certificate = TestCertificate.make(own);
        var tls = ServerTls.load(certificate.certificate(), certificate.key());
        try (var site = Pop3Site.open(own.resolve("store"), Pop3Site.SETTINGS, Optional.of(tls))) {
            for (String message : MESSAGES) {
                site.append(message);
            }
            TranscriptPlayer.play(site.address, transcript, Map.of());
        }
    }
}
