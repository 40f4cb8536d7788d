package dev.jebi.useragent.online;

import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.text.MailCharset;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The texts of messages whose octets are here, for a search without a server.
public final class LocalTexts {
    private static final int MOST = 1 << 20;
    private static final int MAX_DEPTH = 20;

    private final LocalStore store;

    public LocalTexts(LocalStore store) {
        this.store = store;
    }

    /// All text parts of a message one after the other; nothing when it is not here or broken.
    public String of(Envelope row) {
        Optional<Path> file = store.octets(row);
        if (file.isEmpty()) {
            return "";
        }
        var text = new StringBuilder();
        try (InputStream in = Files.newInputStream(file.get())) {
            walk(new MimeMessage((Session) null, in), text, 0);
        } catch (IOException | MessagingException | RuntimeException _) {
            return text.toString(); // what could be read of it
        }
        return text.toString();
    }

    private static void walk(Part part, StringBuilder text, int depth)
            throws MessagingException, IOException {
        if (text.length() > MOST || depth > MAX_DEPTH) {
            return;
        }
        var type = new ContentType(part.getContentType());
        if (type.getPrimaryType().equalsIgnoreCase("multipart")
                && part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                walk(parts.getBodyPart(i), text, depth + 1);
            }
        } else if (type.getPrimaryType().equalsIgnoreCase("text")) {
            try (InputStream in = part.getInputStream()) {
                text.append(MailCharset.decode(in.readNBytes(MOST), type.getParameter("charset")));
            }
        }
    }
}
