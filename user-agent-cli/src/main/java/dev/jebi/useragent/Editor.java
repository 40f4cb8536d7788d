package dev.jebi.useragent;

import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.failure.Failure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The person's own editor on a text.
final class Editor {
    private Editor() {}

    static String edit(Surroundings surroundings, String text) throws IOException {
        String editor =
                surroundings
                        .variable("VISUAL")
                        .or(() -> surroundings.variable("EDITOR"))
                        .orElse("vi");
        Path file = Files.createTempFile("jebi-mail-", ".txt"); // readable by its owner only
        try {
            Files.writeString(file, text);
            Process process =
                    new ProcessBuilder("sh", "-c", editor + " \"$1\"", "sh", file.toString())
                            .inheritIO()
                            .start();
            if (process.waitFor() != 0) {
                throw new Failure(Failure.Kind.TRY_AGAIN, "the editor failed; nothing was sent");
            }
            return Files.readString(file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.TRY_AGAIN, "interrupted; nothing was sent", e);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
