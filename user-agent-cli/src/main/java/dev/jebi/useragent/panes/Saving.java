package dev.jebi.useragent.panes;

import dev.jebi.useragent.reading.Attachment;
import dev.jebi.useragent.text.FileName;

import jakarta.mail.MessagingException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Saves what is attached; no file is ever overwritten. Stage thread only.
final class Saving {
    private final Stage stage;
    private final Opened opened;

    Saving(Stage stage, Opened opened) {
        this.stage = stage;
        this.opened = opened;
    }

    /// Where a person saves things.
    String usual() {
        Path home = stage.settings().home();
        Path downloads = home.resolve("Downloads");
        return (Files.isDirectory(downloads) ? downloads : home).toString();
    }

    void to(String typed) {
        Path directory = dev.jebi.useragent.compose.Review.file(typed, stage.settings().home());
        stage.work(
                "saving",
                () -> {
                    List<Path> saved = new ArrayList<>();
                    for (Attachment attachment : opened.reading().attachments()) {
                        saved.add(save(directory, attachment));
                    }
                    return saved;
                },
                saved ->
                        stage.say(
                                saved.size() == 1
                                        ? "saved " + saved.getFirst()
                                        : saved.size() + " files saved in " + directory));
    }

    static Path save(Path directory, Attachment attachment) throws IOException {
        try (var in = attachment.part().getInputStream()) {
            return FileName.save(directory, attachment.name(), in);
        } catch (MessagingException e) {
            throw new IOException(attachment.name() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
