package dev.jebi.useragent.reading;

import dev.jebi.useragent.failure.Faults;
import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.HeaderText;
import dev.jebi.useragent.text.MailCharset;
import dev.jebi.useragent.text.SafeText;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.ParseException;
import jakarta.mail.util.SharedByteArrayInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What there is to read in a message: its text, and the parts that go with it. A part that is
/// broken is told and hides no other.
public final class MessageReading {
    /// A piece of the text.
    private sealed interface Piece {
        /// Plain text.
        record Words(String text, boolean flowed, boolean delSp) implements Piece {}

        /// HTML.
        record Html(String text) implements Piece {}

        /// What we say.
        record Said(String text) implements Piece {}
    }

    private final boolean htmlFirst;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private Optional<String> html = Optional.empty();
    private int parts;
    private int boundaries;

    private MessageReading(boolean htmlFirst) {
        this.htmlFirst = htmlFirst;
    }

    /// What Jakarta Mail asks the system about, once: broken mail is read as far as it goes.
    public static void readBrokenMail() {
        System.setProperty("mail.mime.ignoreunknownencoding", "true");
        System.setProperty("mail.mime.base64.ignoreerrors", "true");
        System.setProperty("mail.mime.uudecode.ignoreerrors", "true");
        System.setProperty("mail.mime.multipart.allowempty", "true");
        System.setProperty("mail.mime.allowencodedmessages", "true");
        System.setProperty("mail.mime.parameters.strict", "false");
    }

    /// Reads a message.
    ///
    /// @param htmlFirst whether HTML is taken where there is plain text too
    public static MessageReading of(Part message, boolean htmlFirst)
            throws MessagingException, IOException {
        var reading = new MessageReading(htmlFirst);
        reading.walk(message, 0, reading.pieces);
        return reading;
    }

    /// Reads a message from its octets.
    public static MessageReading of(byte[] octets) throws MessagingException, IOException {
        return of(new MimeMessage((Session) null, new SharedByteArrayInputStream(octets)), false);
    }

    public List<Attachment> attachments() {
        return List.copyOf(attachments);
    }

    /// The HTML as it came.
    public Optional<String> html() {
        return html;
    }

    /// The text in lines of a width.
    public Readable lines(int width) {
        var setting = new Setting(width);
        var links = new Links();
        var pictures = Pictures.NONE;
        for (Piece piece : pieces) {
            setting.end();
            switch (piece) {
                case Piece.Words words ->
                        new TextLayout(setting, links, words.flowed(), words.delSp())
                                .set(words.text());
                case Piece.Html page ->
                        pictures = pictures.plus(HtmlLayout.set(page.text(), setting, links));
                case Piece.Said said -> {
                    setting.gap();
                    setting.words(said.text(), Look.NOTE, 0);
                    setting.gap();
                }
            }
        }
        return new Readable(
                setting.done(),
                links.targets(),
                pictures.remote(),
                pictures.trackers(),
                setting.cut());
    }

    private void walk(Part part, int depth, List<Piece> into)
            throws MessagingException, IOException {
        if (++parts > ReadingLimits.PARTS) {
            return;
        }
        try {
            take(part, depth, into);
        } catch (MessagingException | IOException | RuntimeException e) {
            if (Faults.gone(e)) {
                throw e;
            }
            String why = SafeText.line(String.valueOf(e.getMessage()));
            into.add(new Piece.Said("[a part cannot be read: " + Columns.cut(why, 200) + "]"));
        }
    }

    private void take(Part part, int depth, List<Piece> into)
            throws MessagingException, IOException {
        String type = type(part);
        boolean attached = attached(part);
        if (type.startsWith("multipart/") && depth < ReadingLimits.DEPTH) {
            if (tooManyParts(part)) {
                into.add(new Piece.Said("[it has more parts than are read]"));
            } else if (part.getContent() instanceof Multipart multipart) {
                parts(multipart, type, depth, into);
            }
        } else if (!attached && text(type)) {
            into.add(words(part));
        } else if (!attached && type.equals("text/html")) {
            String page = content(part);
            html = html.or(() -> Optional.of(page));
            into.add(new Piece.Html(page));
        } else if (type.equals("message/rfc822") && depth < ReadingLimits.DEPTH) {
            attach(part, type);
            if (!attached && part.getContent() instanceof Part inner) {
                into.add(new Piece.Said("──── " + attachments.getLast().name() + " ────"));
                inner(inner, into);
                walk(inner, depth + 1, into);
            }
        } else {
            attach(part, type);
        }
    }

    /// The library makes an object of every part before it gives the first: a message of nothing
    /// but boundaries would keep it busy for minutes.
    private boolean tooManyParts(Part part) throws MessagingException, IOException {
        String boundary = null;
        try {
            boundary = new ContentType(part.getContentType()).getParameter("boundary");
        } catch (ParseException _) {
            boundary = null; // the library takes the first line that begins with two dashes
        }
        byte[] mark =
                ("--" + (boundary == null ? "" : boundary)).getBytes(StandardCharsets.ISO_8859_1);
        try (var in = new BufferedInputStream(part.getInputStream(), 64 << 10)) {
            int matched = 0;
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                if (octet == '\n' || octet == '\r') {
                    matched = 0;
                } else if (matched >= 0) {
                    matched = octet == (mark[matched] & 0xFF) ? matched + 1 : -1;
                    if (matched == mark.length) {
                        boundaries++;
                        matched = -1;
                    }
                    if (boundaries > ReadingLimits.BOUNDARIES) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean text(String type) {
        return switch (type) {
            case "text/plain",
                    "text/enriched",
                    "text/markdown",
                    "message/delivery-status",
                    "message/disposition-notification",
                    "text/rfc822-headers" ->
                    true;
            default -> false;
        };
    }

    private void parts(Multipart multipart, String type, int depth, List<Piece> into)
            throws MessagingException, IOException {
        int count = Math.min(multipart.getCount(), ReadingLimits.PARTS);
        if (!type.equals("multipart/alternative")) {
            if (type.equals("multipart/encrypted")) {
                into.add(new Piece.Said("[this message is encrypted; its parts can be saved]"));
            }
            for (int i = 0; i < count; i++) {
                walk(multipart.getBodyPart(i), depth + 1, into);
            }
            return;
        }
        var choices = new ArrayList<List<Piece>>();
        for (int i = 0; i < count; i++) {
            var choice = new ArrayList<Piece>();
            walk(multipart.getBodyPart(i), depth + 1, choice);
            if (!choice.isEmpty()) {
                choices.add(choice);
            }
        }
        choice(choices).ifPresent(into::addAll);
    }

    /// The plain text, unless it only says that there is HTML.
    private Optional<List<Piece>> choice(List<List<Piece>> choices) {
        Optional<List<Piece>> plain =
                choices.stream().filter(c -> !hasHtml(c) && length(c) > 0).findFirst();
        Optional<List<Piece>> page = choices.stream().filter(MessageReading::hasHtml).findFirst();
        boolean poor =
                plain.isPresent()
                        && page.isPresent()
                        && length(plain.get()) < 150
                        && length(plain.get()) * 30 < length(page.get());
        boolean takesPage = page.isPresent() && (htmlFirst || plain.isEmpty() || poor);
        return takesPage ? page : plain.or(() -> choices.stream().findFirst());
    }

    private static boolean hasHtml(List<Piece> pieces) {
        return pieces.stream().anyMatch(Piece.Html.class::isInstance);
    }

    private static int length(List<Piece> pieces) {
        return pieces.stream()
                .mapToInt(piece ->
                        switch (piece) {
                            case Piece.Words words -> words.text().strip().length();
                            case Piece.Html page -> page.text().length();
                            case Piece.Said said -> said.text().length();
                        })
                .sum();
    }

    private Piece words(Part part) throws MessagingException, IOException {
        boolean flowed = false;
        boolean delSp = false;
        try {
            var type = new ContentType(part.getContentType());
            flowed = "flowed".equalsIgnoreCase(type.getParameter("format")); // RFC 3676 §4
            delSp = "yes".equalsIgnoreCase(type.getParameter("delsp"));
        } catch (ParseException _) {
            flowed = false; // read as what it would be without a type
        }
        return new Piece.Words(content(part), flowed, delSp);
    }

    /// The few fields by which a person knows a message within a message.
    private static void inner(Part message, List<Piece> into) throws MessagingException {
        var fields = new StringBuilder();
        for (String field : new String[] {"From", "To", "Date", "Subject"}) {
            String[] values = message.getHeader(field);
            if (values != null) {
                String value = SafeText.line(HeaderText.decode(values[0]));
                fields.append(field).append(": ").append(value).append('\n');
            }
        }
        into.add(new Piece.Words(fields.toString(), false, false));
    }

    private void attach(Part part, String type) throws MessagingException {
        String name = "";
        try {
            name = SafeText.line(HeaderText.decode(part.getFileName())).strip();
        } catch (MessagingException _) {
            name = ""; // broken parameters: as if there were no name
        }
        if (name.isEmpty()) {
            name = nameless(part, type);
        }
        boolean inline = part.getHeader("Content-ID") != null && !attached(part);
        attachments.add(
                new Attachment(
                        Columns.cut(name, 200), SafeText.line(type), part.getSize(), inline, part));
    }

    private String nameless(Part part, String type) throws MessagingException {
        if (!type.equals("message/rfc822")) {
            return "part-" + (attachments.size() + 1);
        }
        try {
            String[] subject =
                    part.getContent() instanceof Part inner ? inner.getHeader("Subject") : null;
            if (subject != null) {
                return SafeText.line(HeaderText.decode(subject[0])).strip();
            }
        } catch (IOException _) {
            return "message"; // it cannot be opened, but it can be saved
        }
        return "message";
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
            return MailCharset.decode(in.readNBytes(ReadingLimits.TEXT), charset);
        }
    }
}
