package dev.jebi.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

class TranscriptPlayerTest {
    @TempDir Path directory;

    @TestFactory
    Stream<DynamicTest> conversations() {
        return TranscriptPlayer.tests(
                TranscriptPlayerTest.class,
                "conversations",
                transcript -> {
                    try (var server = new EchoServer(TestCertificate.make(directory), false)) {
                        TranscriptPlayer.play(
                                server.address, transcript, Map.of("given", "G.iven"));
                    }
                });
    }

    private void play(String text) throws IOException {
        var file = Files.writeString(directory.resolve("case.smtp"), text);
        try (var server = new EchoServer(TestCertificate.make(directory), false)) {
            TranscriptPlayer.play(server.address, file, Map.of());
        }
    }

    @Test
    void aFailureShowsItsPlaceAndTheDialogue() {
        assertThatThrownBy(() -> play("S: hello\nC: echo a\n\nS: b\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        """
                        case.smtp:4: expected S: b
                          got      S: a
                          the dialogue so far:
                            S: hello
                            C: echo a
                            S: a\
                        """);
    }

    @Test
    void aLineInAnyOrderMustBeOneOfThose() {
        assertThatThrownBy(() -> play("S: hello\nC: any\nS*{\nS: first\nS: fourth\n}\n"))
                .hasMessageContaining("case.smtp:5: expected S: fourth")
                .hasMessageContaining("got      S: second");
    }

    @Test
    void anEndMustBeOne() {
        assertThatThrownBy(() -> play("S: hello\nC: echo x\n=== EOF\n"))
                .hasMessageContaining("case.smtp:3: expected the end");
        assertThatThrownBy(() -> play("S: hello\nC: quit\nS: bye\nS: more\n"))
                .hasMessageContaining("case.smtp:4: the server closed the connection");
    }

    @Test
    void nonsenseIsToldWithItsLine() {
        assertThatThrownBy(() -> play("S: hello\nD: x\n")).hasMessageContaining("line 2");
    }
}
