package dev.jebi.useragent.compose;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// The message of a letter.
public final class LetterMime {
    private final Session session;
    private final InstantSource clock;
    private final Path home;

    /// @param session of the submission; it says whether addresses may be UTF-8
    /// @param home what `~` stands for in a file's name
    public LetterMime(Session session, InstantSource clock, Path home) {
        this.session = session;
        this.clock = clock;
        this.home = home;
    }

    /// A message with those who get it.
    public record Ready(MimeMessage message, List<InternetAddress> recipients) {}

    /// Makes the message of a letter that [Review] found nothing against.
    public Ready of(Letter letter) throws MessagingException, IOException, Addressing.BadAddress {
        List<InternetAddress> authors = Addressing.parse(letter.from());
        if (authors.size() != 1) {
            throw new Addressing.BadAddress(letter.from(), "From takes one address");
        }
        InternetAddress author = authors.getFirst();
        var to = Addressing.parse(letter.to());
        var cc = Addressing.parse(letter.cc());
        var message = new Written(session, author);
        message.setFrom(author);
        message.addRecipients(Message.RecipientType.TO, to.toArray(InternetAddress[]::new));
        message.addRecipients(Message.RecipientType.CC, cc.toArray(InternetAddress[]::new));
        message.setSubject(
                letter.subject().replaceAll("[\\r\\n]+", " "), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(clock.instant()));
        message.setHeader("User-Agent", "Jebi");
        ids(message, "In-Reply-To", letter.inReplyTo());
        ids(message, "References", letter.references());
        content(message, letter);
        message.saveChanges();
        var recipients = new ArrayList<>(to);
        recipients.addAll(cc);
        recipients.addAll(Addressing.parse(letter.bcc())); // RFC 5322 §3.6.3: nobody sees these
        return new Ready(message, recipients.stream().distinct().toList());
    }

    private static void ids(MimeMessage message, String field, String ids)
            throws MessagingException {
        var clean = new ArrayList<String>();
        for (String id : ids.strip().split("[\\s,]+")) {
            String bare = id.replaceAll("[<>\\p{Cntrl}]", "");
            if (!bare.isEmpty()) {
                clean.add("<" + bare + ">");
            }
        }
        if (!clean.isEmpty()) {
            message.setHeader(field, String.join("\r\n ", clean)); // RFC 5322 §2.1.1: short lines
        }
    }

    private void content(MimeMessage message, Letter letter)
            throws MessagingException, IOException {
        if (letter.attach().isEmpty() && !letter.markdown()) {
            message.setText(canonical(letter.body()), StandardCharsets.UTF_8.name());
            return;
        }
        if (letter.attach().isEmpty()) {
            message.setContent(alternative(letter));
            return;
        }
        var mixed = new MimeMultipart();
        var first = new MimeBodyPart();
        if (letter.markdown()) {
            first.setContent(alternative(letter));
        } else {
            first.setText(canonical(letter.body()), StandardCharsets.UTF_8.name());
        }
        mixed.addBodyPart(first);
        for (String file : letter.attach()) {
            mixed.addBodyPart(attached(Review.file(file, home)));
        }
        message.setContent(mixed);
    }

    /// The text as it was written, and as HTML; the best comes last (RFC 2046 §5.1.4).
    private static MimeMultipart alternative(Letter letter) throws MessagingException {
        var plain = new MimeBodyPart();
        plain.setText(canonical(letter.body()), StandardCharsets.UTF_8.name());
        var html = new MimeBodyPart();
        html.setText(
                canonical(Markdown.html(letter.body())), StandardCharsets.UTF_8.name(), "html");
        return new MimeMultipart("alternative", plain, html);
    }

    /// A file, octet by octet. Its name stands in the disposition as RFC 2231 has it, and in the
    /// type as those want it who never read that.
    private static MimeBodyPart attached(Path file) throws MessagingException, IOException {
        String name = name(file);
        boolean mail = name.toLowerCase(Locale.ROOT).endsWith(".eml") && fit(file);
        String type =
                mail
                        ? "message/rfc822"
                        : Optional.ofNullable(Files.probeContentType(file))
                                .filter(t -> t.matches("[a-z0-9.+-]+/[a-z0-9.+-]+"))
                                .filter(t -> !t.matches("(message|multipart)/.*"))
                                .orElse("application/octet-stream");
        var part = new MimeBodyPart();
        // a message forbids base64 (RFC 2046 §5.2.1); what is fit for 8bit lines goes as it is
        part.attachFile(file.toFile(), type, mail ? "8bit" : "base64");
        part.setFileName(name);
        String word = MimeUtility.encodeText(name, StandardCharsets.UTF_8.name(), "B");
        part.setHeader(
                "Content-Type",
                type + ";\r\n name=\"" + word.replaceAll("[\\\\\"]", "\\\\$0") + "\"");
        return part;
    }

    private static String name(Path file) {
        String name = String.valueOf(file.getFileName()).replaceAll("[\\p{Cntrl}/\\\\]", "_");
        return name.isBlank() ? "file" : name;
    }

    /// Whether a file can travel as lines of text (RFC 2045 §2.8).
    private static boolean fit(Path file) throws IOException {
        int line = 0;
        int before = 0;
        try (var in = new java.io.BufferedInputStream(Files.newInputStream(file))) {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                boolean bare = (before == '\r') != (octet == '\n');
                line = octet == '\n' ? 0 : line + 1;
                if (octet == 0 || bare || line > 998) {
                    return false;
                }
                before = octet;
            }
        }
        return before == '\n';
    }

    /// Text with CRLF, which is what is encoded (RFC 2045 §6.8).
    private static String canonical(String text) {
        return text.replaceAll("\\r\\n|\\r|\\n", "\r\n");
    }

    /// A message whose Message-ID names the author's domain and not this machine.
    private static final class Written extends MimeMessage {
        private final String id;

        Written(Session session, InternetAddress author) {
            super(session);
            String address = author.getAddress();
            String domain = address.substring(address.lastIndexOf('@') + 1);
            id = "<" + UUID.randomUUID() + "@" + domain + ">";
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
