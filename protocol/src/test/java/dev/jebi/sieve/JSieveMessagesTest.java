package dev.jebi.sieve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The two messages of jSieve's own tests, where they are at hand.
class JSieveMessagesTest {
    private final Optional<Path> folder =
            Optional.ofNullable(System.getenv("JEBI_CORPUS")).map(c -> Path.of(c, "jsieve", "msg"));

    @BeforeEach
    void theyAreThere() {
        Assumptions.assumeTrue(folder.isPresent() && Files.isDirectory(folder.get()));
    }

    private boolean holds(String file, String test) throws IOException {
        Content content = Content.of(Files.readAllBytes(folder.orElseThrow().resolve(file)));
        SieveOutcome outcome =
                Scripts.script("if " + test + " { discard; }")
                        .run(
                                new SieveMessage(content, new SieveEnvelope("", "me@jebi.test")),
                                new Scripts.World());
        return !outcome.implicitKeep();
    }

    @Test
    void anEncodedSubjectIsDecoded() throws IOException {
        assertThat(holds("EncodedSubjectEmail.eml", "header \"subject\" \"Test però £ ù €\""))
                .isTrue();
    }

    @Test
    void aFoldedSubjectIsUnfolded() throws IOException {
        assertThat(
                        holds(
                                "FoldedSubjectEmail.eml",
                                "header :matches \"subject\" \"Test with long* long very very long"
                                        + " folded subject email\""))
                .isTrue();
    }
}
