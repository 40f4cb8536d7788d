package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.transfer.Bounce.Fate;
import dev.jebi.transfer.Bounce.Original;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// A delivery status notification as octets: multipart/report (RFC 6522) of a text for people, the
/// status of each recipient (RFC 3464, RFC 6533), and what is returned of the message. For one
/// thread, used once.
final class Report {
    /// RFC 5322 §3.3.
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final String hostname;
    private final Address originator;
    private final Original original;
    private final List<Fate> fates;
    private final Instant now;
    private final Action action;
    private final boolean internationalRecipient;
    private final String messageId;

    Report(String hostname, Address originator, Original original, List<Fate> fates, Instant now) {
        this.hostname = hostname;
        this.originator = originator;
        this.original = original;
        this.fates = fates;
        this.now = now;
        this.action = fates.getFirst().action();
        this.internationalRecipient = fates.stream().anyMatch(Report::international);
        this.messageId = "<" + UUID.randomUUID() + "@" + hostname + ">";
    }

    private static boolean international(Fate fate) {
        return fate.recipient().international()
                || fate.original()
                        .filter(original -> original.address().chars().anyMatch(c -> c > 126))
                        .isPresent();
    }

    String messageId() {
        return messageId;
    }

    byte[] octets() {
        var boundary = "=_" + UUID.randomUUID();
        var returned = Returned.of(original.content(), action, original.wishes());
        var text = text();
        var status = status();
        boolean eightBit =
                Octets.eightBit(returned.octets()) || Octets.eightBit(utf8(text + status));
        var head =
                String.join("\r\n", header(boundary, returned, eightBit))
                        + "\r\n\r\n--"
                        + boundary
                        + "\r\n"
                        + part("text/plain; charset=utf-8", text)
                        + "\r\n--"
                        + boundary
                        + "\r\n"
                        + part(statusType(), status)
                        + "\r\n--"
                        + boundary
                        + "\r\n"
                        + entityHeader(returnedType(returned), Octets.eightBit(returned.octets()));
        var octets = new ByteArrayOutputStream();
        octets.writeBytes(utf8(head));
        octets.writeBytes(returned.octets());
        octets.writeBytes(utf8("\r\n--" + boundary + "--\r\n"));
        return octets.toByteArray();
    }

    private List<String> header(String boundary, Returned returned, boolean eightBit) {
        var fields = new ArrayList<String>();
        fields.add("From: Mail Delivery System <MAILER-DAEMON@" + hostname + ">");
        fields.add("To: <" + originator + ">");
        fields.add("Subject: " + subject());
        fields.add("Date: " + DATE.format(now));
        fields.add("Message-ID: " + messageId);
        returned.messageId()
                .ifPresent(id -> { // RFC 3834 §3.1.5
                    fields.add("In-Reply-To: " + id);
                    fields.add("References: " + id);
                });
        fields.add("Auto-Submitted: auto-replied"); // RFC 3834 §5
        fields.add("MIME-Version: 1.0");
        fields.add("Content-Type: multipart/report; report-type=delivery-status;");
        fields.add("\tboundary=\"" + boundary + "\"");
        if (eightBit) {
            fields.add("Content-Transfer-Encoding: 8bit");
        }
        return fields;
    }

    private String subject() {
        return switch (action) {
            case FAILED -> "Mail was not delivered";
            case DELAYED -> "Mail is late and still tried";
            case DELIVERED, EXPANDED -> "Mail was delivered";
            case RELAYED -> "Mail was passed on";
        };
    }

    private static String part(String type, String body) {
        return entityHeader(type, Octets.eightBit(utf8(body))) + body;
    }

    private static String entityHeader(String type, boolean eightBit) {
        return "Content-Type: "
                + type
                + "\r\nContent-Transfer-Encoding: "
                + (eightBit ? "8bit" : "7bit")
                + "\r\n\r\n";
    }

    /// RFC 6533 §3: only what has non-ASCII addresses needs the newer type.
    private String statusType() {
        return internationalRecipient
                ? "message/global-delivery-status"
                : "message/delivery-status";
    }

    private String returnedType(Returned returned) {
        if (original.international()) {
            return returned.whole() ? "message/global" : "message/global-headers";
        }
        return returned.whole() ? "message/rfc822" : "text/rfc822-headers";
    }

    private String text() {
        var text = new StringBuilder("This is the mail system at " + hostname + ".\r\n\r\n");
        text.append(beginning());
        for (var fate : fates) {
            text.append("\r\n<").append(fate.recipient()).append(">\r\n");
            text.append(Folding.indented(fate.why().toString()));
            fate.retriedUntil()
                    .ifPresent(until ->
                            text.append("    It is tried until ")
                                    .append(DATE.format(until))
                                    .append(".\r\n"));
        }
        text.append("\r\nA report for programs and what is returned of your message follow.\r\n");
        return text.toString();
    }

    private String beginning() {
        return switch (action) {
            case FAILED ->
                    "Your message could not be delivered to these recipients. It will not\r\n"
                            + "be tried again.\r\n";
            case DELAYED ->
                    "Your message has not reached these recipients yet. It is still tried;\r\n"
                            + "you need do nothing, and will be told if it fails for good.\r\n";
            case DELIVERED -> "Your message was delivered to these recipients.\r\n";
            case EXPANDED ->
                    "Your message was delivered to these lists, and went on to their members.\r\n";
            case RELAYED ->
                    "Your message was passed on to the mail systems of these recipients, which\r\n"
                            + "do not report what becomes of it.\r\n";
        };
    }

    /// RFC 3464 §2: fields about the message, then a block for each recipient.
    private String status() {
        var status = new StringBuilder();
        original.wishes()
                .envelopeId()
                .ifPresent(id -> field(status, "Original-Envelope-Id", Folding.ascii(id)));
        field(status, "Reporting-MTA", "dns; " + hostname);
        original.id().ifPresent(id -> field(status, "X-Queue-ID", id.text()));
        field(status, "Arrival-Date", DATE.format(original.received()));
        for (var fate : fates) {
            status.append("\r\n");
            recipient(status, fate);
        }
        return status.toString();
    }

    private void recipient(StringBuilder status, Fate fate) {
        var why = fate.why();
        boolean international = fate.recipient().international();
        fate.original()
                .ifPresent(
                        to -> field(status, "Original-Recipient", to.type() + "; " + to.address()));
        field(
                status,
                "Final-Recipient",
                (international ? "utf-8; " : "rfc822; ") + fate.recipient());
        field(status, "Action", fate.action().word());
        field(status, "Status", why.status().toString());
        why.remote().ifPresent(remote -> field(status, "Remote-MTA", "dns; " + name(remote)));
        if (why.answered()) {
            field(status, "Diagnostic-Code", "smtp; " + why.text());
        } else {
            field(status, "Diagnostic-Code", "x-jebi; " + why.text());
        }
        field(status, "Last-Attempt-Date", DATE.format(now));
        Optional<Instant> until = fate.retriedUntil();
        until.ifPresent(end -> field(status, "Will-Retry-Until", DATE.format(end)));
    }

    /// RFC 3464 §2.1.2: a host without a name is written as an address literal.
    private static String name(String host) {
        if (host.contains(":")) {
            return "[IPv6:" + host + "]";
        }
        return host.matches("[0-9.]+") ? "[" + host + "]" : host;
    }

    private void field(StringBuilder status, String name, String value) {
        status.append(Folding.field(name, internationalRecipient ? value : Folding.ascii(value)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
