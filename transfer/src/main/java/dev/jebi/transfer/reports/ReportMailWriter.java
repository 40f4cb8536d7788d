package dev.jebi.transfer.reports;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Acceptance;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.MailLane;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.DeliveryWishes.TlsWish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// Puts reports into messages and these into the queue.
record ReportMailWriter(MailStore store, ReportSettings settings, Signing signing) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss xx", Locale.US);

    /// How messages of ours are signed on their way out.
    @FunctionalInterface
    interface Signing {
        Content signed(Content content) throws IOException;
    }

    /// A report on its way.
    ///
    /// @param type the report's media type
    /// @param file the report's name
    /// @param fields more fields of the message, with line ends
    /// @param tls whether it is about TLS
    record Letter(
            String subject,
            String text,
            String type,
            String file,
            byte[] report,
            String fields,
            boolean tls) {}

    /// @return false when there is no room now
    boolean send(Letter letter, Address to, String id, Instant now) throws IOException {
        var content =
                signing.signed(
                        Content.of(text(letter, to, id, now).getBytes(StandardCharsets.UTF_8)));
        // RFC 8460 §5.3: a report about TLS that fails must not fail for the same reason
        var wishes =
                letter.tls() ? DeliveryWishes.NONE.with(TlsWish.OPTIONAL) : DeliveryWishes.NONE;
        var incoming =
                new Incoming(
                                content,
                                0,
                                MessageParser.parse(content, MimeLimits.STANDARD),
                                ReversePath.NULL,
                                now,
                                List.of(),
                                List.of(Incoming.Relayed.to(to)),
                                false,
                                false,
                                wishes)
                        .in(MailLane.REPORT);
        return store.accept(incoming) instanceof Acceptance.Accepted;
    }

    private String text(Letter letter, Address to, String id, Instant now) {
        String boundary = "=_" + id.replaceAll("[^A-Za-z0-9]", "");
        var lines =
                List.of(
                        "Date: " + DATE.format(now.atOffset(ZoneOffset.UTC)),
                        "From: " + settings.from(),
                        "To: " + to,
                        "Subject: " + letter.subject(),
                        "Message-ID: <" + id + ">",
                        "Auto-Submitted: auto-generated",
                        letter.fields() + "MIME-Version: 1.0",
                        letter.tls()
                                ? "Content-Type: multipart/report; report-type=\"tlsrpt\";\r\n"
                                        + " boundary=\""
                                        + boundary
                                        + "\""
                                : "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"",
                        "",
                        "--" + boundary,
                        "Content-Type: text/plain; charset=us-ascii",
                        "",
                        letter.text(),
                        "",
                        "--" + boundary,
                        "Content-Type: " + letter.type() + ";\r\n name=\"" + letter.file() + "\"",
                        "Content-Disposition: attachment;\r\n filename=\"" + letter.file() + "\"",
                        "Content-Transfer-Encoding: base64",
                        "",
                        Base64.getMimeEncoder().encodeToString(letter.report()),
                        "--" + boundary + "--",
                        "");
        return String.join("\r\n", lines);
    }
}
