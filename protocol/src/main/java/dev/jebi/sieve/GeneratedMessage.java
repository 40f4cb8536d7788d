package dev.jebi.sieve;

import dev.jebi.content.Content;
import dev.jebi.mime.HeaderText;
import dev.jebi.mime.MailDate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The writer of a message in 7 bits. For one thread.
final class GeneratedMessage {
    private static final int LONGEST_LINE = 76;
    private static final int LONGEST_SUBJECT = 256;
    private static final String HEX = "0123456789ABCDEF";

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    GeneratedMessage(SieveOwner owner) {
        field("Date", MailDate.format(owner.date()));
        field("Message-ID", "<" + owner.messageId() + ">");
    }

    /// Adds a field; text that is no ASCII goes in encoded words, other text as it is: it may be
    /// encoded already.
    GeneratedMessage field(String name, String value) {
        String line = value.replaceAll("[\\r\\n\\t ]+", " ").strip();
        line(name + ": " + (ascii(line) ? line : HeaderText.encode(line)));
        return this;
    }

    /// Adds the subject, so much of it as a person reads.
    GeneratedMessage subject(String subject) {
        boolean fits = subject.codePointCount(0, subject.length()) <= LONGEST_SUBJECT;
        return field(
                "Subject",
                fits
                        ? subject
                        : subject.substring(0, subject.offsetByCodePoints(0, LONGEST_SUBJECT - 1))
                                + "…");
    }

    /// Adds a field of one address, perhaps with a name before it.
    GeneratedMessage mailbox(String name, String value) {
        return mailboxes(name, List.of(value));
    }

    /// Adds a field of addresses, perhaps with names before them, one a line.
    GeneratedMessage mailboxes(String name, List<String> values) {
        line(
                name
                        + ": "
                        + values.stream()
                                .map(GeneratedMessage::encoded)
                                .collect(Collectors.joining(",\r\n ")));
        return this;
    }

    private static String encoded(String value) {
        String line = value.replaceAll("[\\r\\n\\t ]+", " ").strip();
        int open = line.lastIndexOf('<');
        if (open <= 0 || ascii(line)) {
            return line;
        }
        String phrase = line.substring(0, open).strip();
        boolean quoted = phrase.length() > 1 && phrase.startsWith("\"") && phrase.endsWith("\"");
        String bare = quoted ? phrase.substring(1, phrase.length() - 1) : phrase;
        return HeaderText.encode(bare) + " " + line.substring(open);
    }

    private static boolean ascii(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    /// Adds a field of message identifiers, a line each.
    GeneratedMessage ids(String name, Iterable<String> ids) {
        line(name + ": " + String.join("\r\n ", ids));
        return this;
    }

    private void line(String line) {
        octets.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Ends it with text.
    Content text(String text) {
        line("MIME-Version: 1.0");
        line("Content-Type: text/plain; charset=utf-8");
        String lines = text.replaceAll("\r\n|\r|\n", "\r\n");
        boolean plain =
                lines.chars().allMatch(c -> c < 127 && c > 0)
                        && lines.lines().allMatch(l -> l.length() <= 998);
        if (plain) {
            line("Content-Transfer-Encoding: 7bit");
            line("");
            line(lines);
        } else {
            line("Content-Transfer-Encoding: quoted-printable");
            line("");
            quotedPrintable(lines);
        }
        return Content.of(octets.toByteArray());
    }

    /// Ends it with a MIME entity, its header first (RFC 5230 §4.3).
    Content entity(String entity) {
        String lines = entity.replaceAll("\r\n|\r|\n", "\r\n").stripLeading();
        if (!lines.toLowerCase(Locale.ROOT).startsWith("mime-version:")
                && !lines.toLowerCase(Locale.ROOT).contains("\r\nmime-version:")) {
            line("MIME-Version: 1.0");
        }
        line(lines);
        return Content.of(octets.toByteArray());
    }

    /// RFC 2045 §6.7.
    private void quotedPrintable(String text) {
        for (String line : text.split("\r\n", -1)) {
            byte[] raw = line.getBytes(StandardCharsets.UTF_8);
            int width = 0;
            for (int i = 0; i < raw.length; i++) {
                int c = raw[i] & 0xFF;
                boolean visible = c > ' ' && c < 127 && c != '=';
                boolean plain = visible || (c == ' ' && i < raw.length - 1);
                if (width + (plain ? 1 : 3) >= LONGEST_LINE) {
                    octets.writeBytes("=\r\n".getBytes(StandardCharsets.US_ASCII));
                    width = 0;
                }
                if (plain) {
                    octets.write(c);
                } else {
                    octets.write('=');
                    octets.write(HEX.charAt(c >> 4));
                    octets.write(HEX.charAt(c & 15));
                }
                width += plain ? 1 : 3;
            }
            octets.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
