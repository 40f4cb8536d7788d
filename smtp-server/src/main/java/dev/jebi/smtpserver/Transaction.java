package dev.jebi.smtpserver;

import dev.jebi.address.ReversePath;
import dev.jebi.smtp.SmtpCommand.MailParameters;
import dev.jebi.transfer.Claims;
import dev.jebi.transfer.Envelope;
import dev.jebi.transfer.Intake;
import dev.jebi.transfer.Recipient;

import java.util.ArrayList;
import java.util.List;

/// A mail transaction in progress (RFC 5321 §3.3); for one session. Closed, it gives back the room
/// that it was promised.
final class Transaction implements AutoCloseable {
    private final String id;
    private final Intake intake;
    private final ReversePath from;
    private final MailParameters parameters;
    private final List<Recipient> recipients = new ArrayList<>();
    private final Claims claims = new Claims();
    private int refused;

    Transaction(String id, Intake intake, ReversePath from, MailParameters parameters) {
        this.id = id;
        this.intake = intake;
        this.from = from;
        this.parameters = parameters;
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

    Envelope envelope() {
        return new Envelope(from, recipients, parameters.utf8());
    }
}
