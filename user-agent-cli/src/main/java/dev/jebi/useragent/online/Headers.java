package dev.jebi.useragent.online;

import dev.jebi.useragent.compose.Addressing;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.local.StableId;
import dev.jebi.useragent.text.HeaderText;

import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MailDateFormat;
import jakarta.mail.internet.MimeUtility;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Rows from header sections, however broken: a list of mail shows every message.
final class Headers {
    /// What a row needs of a header section.
    static final String FIELDS =
            "DATE FROM TO CC SUBJECT MESSAGE-ID REFERENCES IN-REPLY-TO REPLY-TO LIST-ID"
                    + " CONTENT-TYPE";

    /// The most octets of a header section that are read.
    private static final int MAX_OCTETS = 256 << 10;

    private Headers() {}

    /// What the server tells beside the header section.
    ///
    /// @param emailId the EMAILID, or nothing
    /// @param threadId the THREADID, or nothing
    record Told(
            MessageRef ref,
            List<String> flags,
            Instant received,
            long size,
            String emailId,
            String threadId) {}

    static Envelope row(Told told, InputStream section) {
        InternetHeaders headers = read(section);
        var words =
                new Envelope.Words(
                        addresses(headers, "From"),
                        addresses(headers, "To"),
                        addresses(headers, "Cc"),
                        text(headers, "Subject"),
                        raw(headers, "Message-ID"),
                        references(headers),
                        addresses(headers, "Reply-To"),
                        text(headers, "List-Id"));
        String type = raw(headers, "Content-Type").toLowerCase(Locale.ROOT);
        String date = raw(headers, "Date");
        return new Envelope(
                told.ref(),
                told.emailId().isEmpty()
                        ? StableId.of(
                                words.messageId(),
                                date,
                                raw(headers, "From"),
                                raw(headers, "Subject"),
                                Long.toString(told.size()),
                                Long.toString(told.received().getEpochSecond()))
                        : StableId.of(told.emailId()),
                told.threadId().isEmpty() ? thread(words) : StableId.of(told.threadId()),
                told.flags(),
                type.startsWith("multipart/mixed"),
                date(date, told.received()),
                told.received(),
                told.size(),
                words);
    }

    private static InternetHeaders read(InputStream section) {
        try {
            var octets = new ByteArrayInputStream(section.readNBytes(MAX_OCTETS));
            return new InternetHeaders(octets, true);
        } catch (IOException | MessagingException | RuntimeException _) {
            return new InternetHeaders(); // a row without words is still a row
        }
    }

    /// Without the server's word for it, the first message that all others of a conversation name.
    private static long thread(Envelope.Words words) {
        String references = words.references();
        if (references.isEmpty()) {
            return StableId.of(words.messageId().isEmpty() ? words.subject() : words.messageId());
        }
        int blank = references.indexOf(' ');
        return StableId.of(blank < 0 ? references : references.substring(0, blank));
    }

    /// All Message-IDs that it answers, oldest first (RFC 5322 §3.6.4).
    private static String references(InternetHeaders headers) {
        var ids = new ArrayList<String>();
        ids(raw(headers, "References"), ids);
        ids(raw(headers, "In-Reply-To"), ids);
        return String.join(" ", ids);
    }

    private static void ids(String text, List<String> ids) {
        int from = text.indexOf('<');
        while (from >= 0 && ids.size() < 100) {
            int to = text.indexOf('>', from);
            if (to < 0) {
                return;
            }
            String id = text.substring(from, to + 1).replaceAll("\\s", "");
            if (!ids.contains(id)) {
                ids.add(id);
            }
            from = text.indexOf('<', to);
        }
    }

    private static Instant date(String text, Instant otherwise) {
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return new MailDateFormat().parse(text).toInstant();
        } catch (ParseException | RuntimeException _) {
            return otherwise;
        }
    }

    private static String text(InternetHeaders headers, String field) {
        try {
            return HeaderText.decode(raw(headers, field));
        } catch (RuntimeException _) {
            return raw(headers, field);
        }
    }

    /// Names in encoded words may have commas, which part addresses only outside of them.
    private static String addresses(InternetHeaders headers, String field) {
        String raw = raw(headers, field);
        return raw.contains("=?")
                ? Addressing.decoded(MimeUtility.unfold(raw))
                : text(headers, field);
    }

    private static String raw(InternetHeaders headers, String field) {
        @Nullable String value = headers.getHeader(field, ", ");
        return value == null ? "" : value.strip();
    }

    /// Flags as words.
    static List<String> words(Flags flags) {
        var words = new ArrayList<String>();
        for (Flags.Flag flag : flags.getSystemFlags()) {
            if (flag == Flags.Flag.SEEN) {
                words.add("seen");
            } else if (flag == Flags.Flag.ANSWERED) {
                words.add("answered");
            } else if (flag == Flags.Flag.FLAGGED) {
                words.add("flagged");
            } else if (flag == Flags.Flag.DELETED) {
                words.add("deleted");
            } else if (flag == Flags.Flag.DRAFT) {
                words.add("draft");
            }
        }
        words.addAll(List.of(flags.getUserFlags()));
        return List.copyOf(words);
    }

    /// Words as flags.
    static Flags flags(List<String> words) {
        var flags = new Flags();
        for (String word : words) {
            switch (word) {
                case "seen" -> flags.add(Flags.Flag.SEEN);
                case "answered" -> flags.add(Flags.Flag.ANSWERED);
                case "flagged" -> flags.add(Flags.Flag.FLAGGED);
                case "deleted" -> flags.add(Flags.Flag.DELETED);
                case "draft" -> flags.add(Flags.Flag.DRAFT);
                default -> flags.add(word);
            }
        }
        return flags;
    }
}
