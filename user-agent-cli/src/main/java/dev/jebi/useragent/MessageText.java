package dev.jebi.useragent;

import dev.jebi.useragent.failure.Faults;
import dev.jebi.useragent.text.FileName;
import dev.jebi.useragent.text.HeaderWords;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.ParseException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What there is to read in a message: its text, and the parts that go with it.
final class MessageText {
    /// The most octets of a text that are read.
    private static final int MAX_TEXT = 8 << 20;

    private static final int MAX_DEPTH = 30;

    /// A part to be saved.
    record Attachment(String name, String type, Part part) {}

    private final boolean html;
    private final List<Attachment> attachments = new ArrayList<>();
    private Optional<String> plainText = Optional.empty();
    private Optional<String> htmlText = Optional.empty();

    private MessageText(boolean html) {
        this.html = html;
    }

    /// Reads a message.
    ///
    /// @param html whether HTML is wanted as it is
    static MessageText of(Part message, boolean html) throws MessagingException, IOException {
        var text = new MessageText(html);
        text.walk(message, 0);
        return text;
    }

    List<Attachment> attachments() {
        return attachments;
    }

    /// The text: plain where there is some, else the HTML made readable.
    String text() {
        boolean only = plainText.isEmpty() || plainText.get().isBlank();
        if (html || (only && htmlText.isPresent())) {
            return htmlText.map(t -> html ? t : HtmlText.of(t)).or(() -> plainText).orElse("");
        }
        return plainText.orElse("");
    }

    /// A part that is broken is told and hides no other.
    private void walk(Part part, int depth) throws MessagingException, IOException {
        try {
            take(part, depth);
        } catch (MessagingException | IOException | RuntimeException e) {
            if (Faults.gone(e)) {
                throw e;
            }
            plain("[a part cannot be read: " + e.getMessage() + "]");
        }
    }

    private void take(Part part, int depth) throws MessagingException, IOException {
        String type = type(part);
        if (type.startsWith("multipart/")
                && depth < MAX_DEPTH
                && part.getContent() instanceof Multipart multipart) {
            for (int i = 0; i < multipart.getCount(); i++) {
                walk(multipart.getBodyPart(i), depth + 1);
            }
            return;
        }
        boolean attached = attached(part);
        if (!attached && type.equals("text/plain")) {
            plain(content(part));
        } else if (!attached && type.equals("text/html")) {
            String more = content(part);
            htmlText = Optional.of(htmlText.map(t -> t + "\n" + more).orElse(more));
        } else {
            attachments.add(new Attachment(FileName.of(part, attachments.size() + 1), type, part));
        }
    }

    private void plain(String more) {
        plainText = Optional.of(plainText.map(t -> t + "\n" + more).orElse(more));
    }

    private static boolean attached(Part part) throws MessagingException {
        try {
            return Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition());
        } catch (ParseException _) {
            return false; // a disposition that makes no sense: to be seen at once (RFC 2183 §2.8)
        }
    }

    /// The type in lower case; what makes no sense is a text (RFC 2045 §5.2).
    private static String type(Part part) throws MessagingException {
        try {
            return new ContentType(part.getContentType()).getBaseType().toLowerCase(Locale.ROOT);
        } catch (ParseException _) {
            return "text/plain";
        }
    }

    private static String content(Part part) throws MessagingException, IOException {
        String charset = null;
        try {
            charset = new ContentType(part.getContentType()).getParameter("charset");
        } catch (ParseException _) {
            charset = "us-ascii"; // read as what it would be without a type
        }
        try (var in = part.getInputStream()) {
            return new String(in.readNBytes(MAX_TEXT), HeaderWords.charset(charset));
        }
    }
}
