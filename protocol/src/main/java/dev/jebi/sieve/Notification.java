package dev.jebi.sieve;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.mime.HeaderSection;
import dev.jebi.mime.HeaderText;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The message of a notify action by mail (RFC 5436).
public final class Notification {
    /// Fields that a URI cannot set (RFC 5436 §2.5).
    private static final Set<String> OURS =
            Set.of(
                    "from",
                    "date",
                    "message-id",
                    "received",
                    "sender",
                    "return-path",
                    "auto-submitted",
                    "subject",
                    "x-priority",
                    "importance",
                    "mime-version",
                    "resent-from",
                    "resent-date",
                    "resent-message-id",
                    "dkim-signature",
                    "authentication-results",
                    "bcc",
                    "resent-bcc");

    private Notification() {}

    /// The message to send; empty when none may be sent for this message: its own sender is a
    /// program (RFC 5436 §2.7.1), or the URI names nobody.
    public static Optional<SieveMail> of(
            SieveAction.Notify notify, SieveMessage message, SieveOwner owner) throws IOException {
        HeaderSection header = Header.of(message, SieveLimits.STANDARD).section();
        Optional<MailtoUri> uri = MailtoUri.parse(notify.method());
        boolean automatic =
                header.all("auto-submitted").stream()
                        .anyMatch(v -> !v.strip().toLowerCase(Locale.ROOT).startsWith("no"));
        if (uri.isEmpty() || uri.get().to().isEmpty() || automatic) {
            return Optional.empty();
        }
        return Optional.of(write(notify, message, uri.get(), header, owner));
    }

    private static SieveMail write(
            SieveAction.Notify notify,
            SieveMessage message,
            MailtoUri uri,
            HeaderSection header,
            SieveOwner owner) {
        Address from = notify.from().flatMap(SieveAddress::parse).orElse(owner.address());
        String author = notify.from().orElse(owner.address().toString());
        var mail =
                new GeneratedMessage(owner)
                        .mailbox("From", author)
                        .mailboxes("To", texts(uri.to()));
        if (!uri.cc().isEmpty()) {
            mail.mailboxes("Cc", texts(uri.cc()));
        }
        mail.subject(subject(notify, uri, header));
        // RFC 5436 §2.7.1
        mail.field("Auto-Submitted", "auto-notified; owner-email=\"" + owner.address() + "\"");
        mail.field("Precedence", "bulk");
        priority(mail, notify.importance());
        for (MailtoUri.Field field : uri.headers()) {
            if (!OURS.contains(field.name().toLowerCase(Locale.ROOT))) {
                mail.field(field.name(), field.value());
            }
        }
        var to = new ArrayList<>(uri.to());
        to.addAll(uri.cc());
        // RFC 5436 §2.2: nobody answers a notification of what has no sender itself
        ReversePath path =
                message.envelope().from().isEmpty() ? ReversePath.NULL : ReversePath.of(from);
        List<Address> addresses = to.stream().map(MailtoUri.Recipient::address).toList();
        return new SieveMail(path, addresses, mail.text(body(uri, header)));
    }

    private static List<String> texts(List<MailtoUri.Recipient> recipients) {
        return recipients.stream().map(MailtoUri.Recipient::text).toList();
    }

    /// RFC 5436 §2.3: what the script says, else the URI, else what the message has.
    private static String subject(SieveAction.Notify notify, MailtoUri uri, HeaderSection header) {
        return notify.message()
                .or(() ->
                        uri.headers().stream()
                                .filter(f -> f.name().equalsIgnoreCase("subject"))
                                .map(MailtoUri.Field::value)
                                .findFirst())
                .orElseGet(() ->
                        "Notification: "
                                + HeaderText.decode(
                                        header.first("subject").orElse("(no subject)")));
    }

    private static String body(MailtoUri uri, HeaderSection header) {
        return uri.body()
                .orElseGet(() ->
                        "Notification of new message.\r\n\r\nFrom: "
                                + HeaderText.decode(header.first("from").orElse(""))
                                + "\r\nSubject: "
                                + HeaderText.decode(header.first("subject").orElse("")));
    }

    private static void priority(GeneratedMessage mail, int importance) {
        switch (importance) {
            case 1 -> mail.field("X-Priority", "1 (Highest)").field("Importance", "High");
            case 3 -> mail.field("X-Priority", "5 (Lowest)").field("Importance", "Low");
            default -> mail.field("X-Priority", "3 (Normal)").field("Importance", "Normal");
        }
    }
}
