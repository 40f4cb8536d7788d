package dev.jebi.useragent.panes;

import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.reading.Attachment;
import dev.jebi.useragent.reading.Line;
import dev.jebi.useragent.reading.Look;
import dev.jebi.useragent.reading.MessageReading;
import dev.jebi.useragent.reading.Readable;
import dev.jebi.useragent.reading.Run;
import dev.jebi.useragent.text.HeaderText;
import dev.jebi.useragent.text.SafeText;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.SharedByteArrayInputStream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A message that is open, set in lines of a width.
///
/// @param head its fields and what is attached
/// @param width for which it is set
record Opened(
        Envelope envelope,
        MimeMessage message,
        MessageReading reading,
        List<Line> head,
        Readable text,
        int width) {
    private static final List<String> FEW =
            List.of("From", "To", "Cc", "Reply-To", "Date", "Subject");
    private static final int MAX_FIELDS = 500;
    private static final int LONGEST = 10_000;
    private static final int LONGEST_NAME = 76;

    /// How a person wants to see it.
    record Manner(boolean allFields, boolean html) {}

    /// Reads a message; may take a while.
    static Opened of(Envelope envelope, byte[] octets, int width, Manner manner)
            throws MessagingException, IOException {
        var message = new MimeMessage((Session) null, new SharedByteArrayInputStream(octets));
        var reading = MessageReading.of(message, manner.html());
        Readable text = reading.lines(width);
        List<Line> head = new ArrayList<>();
        for (String[] field : fields(message, manner)) {
            field(head, field[0], field[1], width);
        }
        int number = 1;
        for (Attachment attachment : reading.attachments()) {
            String size =
                    attachment.size() < 0 ? "" : ", " + SafeText.size(attachment.size() * 3 / 4);
            field(
                    head,
                    "Attachment " + number++,
                    attachment.name() + " (" + attachment.type() + size + ")",
                    width);
        }
        String pictures = text.pictureNote();
        if (!pictures.isEmpty()) {
            head.add(new Line(0, List.of(new Run("[" + pictures + "]", Look.NOTE, 0))));
        }
        return new Opened(envelope, message, reading, List.copyOf(head), text, width);
    }

    private static List<String[]> fields(MimeMessage message, Manner manner)
            throws MessagingException {
        var fields = new ArrayList<String[]>();
        if (manner.allFields()) {
            for (Header header : Collections.list(message.getAllHeaders())) {
                if (fields.size() < MAX_FIELDS) {
                    fields.add(new String[] {header.getName(), header.getValue()});
                }
            }
            return fields;
        }
        for (String name : FEW) {
            String[] values = message.getHeader(name);
            if (values != null) {
                fields.add(new String[] {name, String.join(", ", values)});
            }
        }
        return fields;
    }

    private static void field(List<Line> head, String name, String value, int width) {
        String text = SafeText.line(HeaderText.decode(some(value, LONGEST))).strip();
        String label = SafeText.line(some(name, LONGEST_NAME)) + ": ";
        boolean first = true;
        for (String piece :
                dev.jebi.useragent.text.Columns.wrap(text, Math.max(width - label.length(), 20))) {
            String before = first ? label : " ".repeat(Math.min(label.length(), 10));
            head.add(
                    new Line(
                            0,
                            List.of(
                                    new Run(before, Look.STRONG, 0),
                                    new Run(
                                            piece,
                                            name.equals("Subject") ? Look.STRONG : Look.PLAIN,
                                            0))));
            first = false;
        }
    }

    /// The beginning of what a stranger may have made as long as the message.
    private static String some(String text, int most) {
        return text.length() > most ? text.substring(0, most) + " …" : text;
    }

    /// All lines.
    ///
    /// @param folded whether long quotes are cut
    List<Line> lines(boolean folded) {
        var lines = new ArrayList<>(head);
        lines.add(new Line(0, List.of()));
        lines.addAll(folded ? text.folded() : text.lines());
        if (text.cut()) {
            lines.add(new Line(0, List.of(new Run("[there is more than is shown]", Look.NOTE, 0))));
        }
        return lines;
    }
}
