package dev.jebi.useragent.compose;

import dev.jebi.useragent.reading.MessageReading;
import dev.jebi.useragent.text.HeaderText;
import dev.jebi.useragent.text.SafeText;

import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MailDateFormat;
import jakarta.mail.internet.MimeUtility;

import java.io.IOException;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The message that is answered or passed on: what of it the answer needs.
///
/// @param listPost the address of the list that it came by (RFC 2369 §3.4)
public record Original(
        String from,
        String replyTo,
        String to,
        String cc,
        String followupTo,
        String listPost,
        String subject,
        String messageId,
        String references,
        Optional<Instant> date,
        String text) {
    /// Lines as wide as can be quoted twice before they pass 80 columns.
    private static final int QUOTED_WIDTH = 72;

    /// Characters of a field that are looked at.
    private static final int LONGEST = 256 << 10;

    /// A longer one fits no line of ours, and nothing in it may be folded (RFC 5322 §2.1.1).
    private static final int LONGEST_ID = 900;

    private static final Pattern POST =
            Pattern.compile("<mailto:([^>?,;\\s@]{1,256}@[^>?,;\\s@]{1,256})");
    private static final Pattern ID = Pattern.compile("<[^<>\\s]+>");

    /// What an answer needs of a message.
    public static Original of(Part message) throws MessagingException, IOException {
        var reading = MessageReading.of(message, false);
        String references = String.join(" ", ids(field(message, "References")));
        List<String> answered = ids(field(message, "In-Reply-To"));
        if (references.isEmpty() && answered.size() == 1) { // RFC 5322 §3.6.4
            references = answered.getFirst();
        }
        return new Original(
                addresses(message, "From"),
                addresses(message, "Reply-To"),
                addresses(message, "To"),
                addresses(message, "Cc"),
                addresses(message, "Mail-Followup-To"),
                post(field(message, "List-Post")),
                field(message, "Subject"),
                ids(field(message, "Message-ID")).stream().findFirst().orElse(""),
                references,
                date(field(message, "Date")),
                reading.lines(QUOTED_WIDTH).quotable());
    }

    private static String field(Part message, String name) throws MessagingException {
        return SafeText.line(HeaderText.decode(raw(message, name))).strip();
    }

    private static String addresses(Part message, String name) throws MessagingException {
        return Addressing.decoded(MimeUtility.unfold(raw(message, name)));
    }

    private static String raw(Part message, String name) throws MessagingException {
        String[] values = message.getHeader(name);
        String all = values == null ? "" : String.join(", ", values);
        return all.length() > LONGEST ? all.substring(0, LONGEST) : all;
    }

    private static List<String> ids(String field) {
        return ID.matcher(field)
                .results()
                .map(r -> r.group())
                .filter(id -> id.length() <= LONGEST_ID)
                .distinct()
                .toList();
    }

    private static String post(String field) {
        var post = POST.matcher(field);
        return post.find() ? post.group(1) : "";
    }

    private static Optional<Instant> date(String field) {
        try {
            return field.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new MailDateFormat().parse(field).toInstant());
        } catch (ParseException _) {
            return Optional.empty();
        }
    }
}
