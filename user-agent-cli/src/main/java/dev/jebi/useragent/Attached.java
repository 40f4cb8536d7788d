package dev.jebi.useragent;

import dev.jebi.useragent.reading.Attachment;
import dev.jebi.useragent.text.FileName;

import jakarta.mail.MessagingException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Saves what is attached to a message; no file is ever overwritten.
final class Attached {
    private Attached() {}

    static List<Path> save(Path directory, List<Attachment> attachments)
            throws MessagingException, IOException {
        var saved = new ArrayList<Path>();
        for (Attachment attachment : attachments) {
            try (var in = attachment.part().getInputStream()) {
                saved.add(FileName.save(directory, attachment.name(), in));
            }
        }
        return saved;
    }
}
