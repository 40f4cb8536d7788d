package dev.jebi.useragent.online;

import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.text.HeaderText;
import dev.jebi.useragent.text.MailCharset;

import jakarta.mail.Header;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.ParseException;

import org.jsoup.parser.Parser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The texts of messages whose octets are here, for a search without a server.
public final class LocalTexts {
    private static final int MOST = 1 << 20;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_HTML_DEPTH = 200;
    private static final String MESSAGE = "message/rfc822";

    /// What is read as text: also a multipart whose parts nobody finds.
    private static final Set<String> TEXTUAL = Set.of("text", "message", "multipart");

    private final LocalStore store;

    public LocalTexts(LocalStore store) {
        this.store = store;
    }

    /// What a server searches for `body:` (RFC 9051 §6.4.4): text parts one after the other, HTML
    /// as it came and as it is read, names of parts, and the header section of a message in it.
    /// Nothing when the message is not here; what can be read of a broken one.
    public String of(Envelope row) {
        Optional<Path> file = store.octets(row);
        var text = new StringBuilder();
        if (file.isPresent()) {
            try (InputStream in = Files.newInputStream(file.get())) {
                walk(new MimeMessage((Session) null, in), text, 0);
            } catch (IOException | MessagingException | RuntimeException _) {
                return text.toString();
            }
        }
        return text.toString();
    }

    private static void walk(Part part, StringBuilder text, int depth) {
        if (text.length() > MOST || depth > MAX_DEPTH) {
            return;
        }
        try {
            ContentType type = type(part);
            Object content =
                    type.match("multipart/*") || type.match(MESSAGE) ? part.getContent() : "";
            if (content instanceof Multipart parts && parts.getCount() > 0) {
                for (int i = 0; i < parts.getCount(); i++) {
                    names(parts.getBodyPart(i), text);
                    walk(parts.getBodyPart(i), text, depth + 1);
                }
            } else if (content instanceof Message inner) {
                for (Header header : Collections.list(inner.getAllHeaders())) {
                    add(text, header.getName() + ": " + HeaderText.decode(header.getValue()));
                }
                names(inner, text);
                walk(inner, text, depth + 1);
            } else if (TEXTUAL.contains(type.getPrimaryType().toLowerCase(Locale.ROOT))) {
                words(part, type, text);
            }
        } catch (IOException | MessagingException | RuntimeException _) {
            // a part that cannot be read hides no others
        }
    }

    private static ContentType type(Part part) throws MessagingException {
        try {
            return new ContentType(part.getContentType());
        } catch (ParseException _) {
            return new ContentType("text", "plain", null); // RFC 2045 §5.2
        }
    }

    private static void names(Part part, StringBuilder text) throws MessagingException {
        for (String name :
                new String[] {
                    type(part).getParameter("name"), part.getFileName(), part.getDescription()
                }) {
            if (name != null) {
                add(text, HeaderText.decode(name));
            }
        }
    }

    private static void words(Part part, ContentType type, StringBuilder text)
            throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            String words = MailCharset.decode(in.readNBytes(MOST), type.getParameter("charset"));
            add(text, words);
            if (type.match("text/html")) {
                Parser parser = Parser.htmlParser();
                parser.setMaxDepth(MAX_HTML_DEPTH);
                add(text, parser.parseInput(words, "").text());
            }
        }
    }

    private static void add(StringBuilder text, String more) {
        text.append(more).append('\n');
    }
}
