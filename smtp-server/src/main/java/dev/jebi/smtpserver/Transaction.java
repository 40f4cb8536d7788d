package dev.jebi.smtpserver;

import dev.jebi.address.ReversePath;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.MailParameters;
import dev.jebi.smtp.SmtpCommand.Mail;
import dev.jebi.transfer.Claims;
import dev.jebi.transfer.Envelope;
import dev.jebi.transfer.Intake;
import dev.jebi.transfer.Recipient;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A mail transaction in progress (RFC 5321 §3.3); for one session. Closed, it gives back the room
/// that it was promised.
final class Transaction implements AutoCloseable {
    private final String id;
    private final Intake intake;
    private final ReversePath from;
    private final MailParameters parameters;
    private final DeliveryWishes wishes;
    private final List<Recipient> recipients = new ArrayList<>();
    private final Claims claims = new Claims();
    private int refused;

    /// @param opened when MAIL was given: times in its parameters count from then
    Transaction(String id, Intake intake, Mail mail, Instant opened) {
        this.id = id;
        this.intake = intake;
        this.from = mail.from();
        this.parameters = mail.parameters();
        this.wishes = parameters.wishes(opened);
    }

    String id() {
        return id;
    }

    Intake intake() {
        return intake;
    }

    ReversePath from() {
        return from;
    }

    MailParameters parameters() {
        return parameters;
    }

    int recipients() {
        return recipients.size();
    }

    /// How many recipients were refused.
    int refused() {
        return refused;
    }

    Claims claims() {
        return claims;
    }

    @Override
    public void close() {
        claims.close();
    }

    void add(Recipient recipient) {
        recipients.add(recipient);
    }

    void refuse() {
        refused++;
    }

    /// Whether it may come by BDAT alone (RFC 3030 §3).
    boolean binary() {
        return parameters.body() == DeliveryWishes.Body.BINARY_MIME;
    }

    /// The recipients that were taken, in their order.
    List<Recipient> taken() {
        return List.copyOf(recipients);
    }

    Envelope envelope() {
        return envelope(recipients);
    }

    /// The envelope for some of the recipients.
    Envelope envelope(List<Recipient> some) {
        return new Envelope(from, some, parameters.utf8(), wishes);
    }
}
