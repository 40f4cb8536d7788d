package dev.jebi.useragent;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.local.Outbox;
import dev.jebi.useragent.online.Mailboxes;
import dev.jebi.useragent.online.Sending;
import dev.jebi.useragent.online.Sending.Outcome;
import dev.jebi.useragent.text.SafeText;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A message that is ready goes out: into the outbox, from there to the server, a copy into Sent.
final class Dispatch {
    /// What the person wishes beside that.
    ///
    /// @param copy whether a copy goes to Sent
    /// @param queue whether it waits here when the server cannot be reached
    /// @param hold how many seconds it waits first
    /// @param draft the draft that goes when all is done
    /// @param answers what becomes of the message that it answers; see [Outbox.Order]
    record Wishes(
            boolean copy,
            boolean queue,
            int hold,
            Optional<String> draft,
            Optional<String> answers) {}

    private final Account account;
    private final LocalStore store;
    private final Output output;

    Dispatch(Account account, LocalStore store, Output output) {
        this.account = account;
        this.store = store;
        this.output = output;
    }

    void send(MimeMessage message, List<String> recipients, Wishes wishes)
            throws MessagingException, IOException {
        var octets = new ByteArrayOutputStream();
        message.writeTo(octets, new String[] {"Bcc"}); // for the envelope alone (RFC 5322 §3.6.3)
        String subject = message.getSubject() == null ? "" : message.getSubject();
        Instant now = InstantSource.system().instant();
        var waiting =
                store.outbox()
                        .put(
                                octets.toByteArray(),
                                subject,
                                new Outbox.Order(
                                        from(message),
                                        recipients,
                                        wishes.copy(),
                                        wishes.draft(),
                                        wishes.answers()),
                                now.plusSeconds(wishes.hold()));
        if (wishes.hold() > 0) {
            hold(waiting, wishes.hold());
        }
        try (Mailboxes mailboxes = Mailboxes.of(account, store)) {
            Outcome outcome = new Sending(account, store, mailboxes).send(waiting);
            tell(message.getMessageID(), outcome, wishes);
        }
    }

    private static String from(MimeMessage message) throws MessagingException {
        return message.getFrom()[0] instanceof InternetAddress author ? author.getAddress() : "";
    }

    private void hold(Outbox.Waiting waiting, int seconds) {
        output.note(
                "it goes in "
                        + seconds
                        + " seconds; jebi mail outbox --take-back "
                        + waiting.name()
                        + " stops it");
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.TRY_AGAIN, "interrupted; it waits in the outbox", e);
        }
    }

    private void tell(String id, Outcome outcome, Wishes wishes) throws IOException {
        switch (outcome) {
            case Outcome.Sent sent -> {
                if (!sent.trouble().isEmpty()) {
                    output.note("it was sent, but no copy is kept: " + sent.trouble());
                }
                show(id, "sent", sent);
                if (!sent.refused().isEmpty()) {
                    throw new Failure(
                            Failure.Kind.PARTLY_DONE,
                            "refused: "
                                    + String.join(", ", sent.refused())
                                    + "; the others get it");
                }
            }
            case Outcome.Kept kept -> {
                boolean queued =
                        wishes.queue()
                                && !account.name().isEmpty()
                                && kept.failure().kind() == Failure.Kind.UNREACHABLE;
                // unless another process has it by now, which then sends it
                if (!queued && store.outbox().takeBack(kept.waiting().name())) {
                    throw kept.failure();
                }
                output.note(
                        kept.failure().sentence()
                                + "; it waits in the outbox and goes with the next jebi mail sync");
                show(
                        id,
                        "queued",
                        new Outcome.Sent(
                                kept.waiting(), kept.waiting().order().recipients(), false, ""));
            }
            case Outcome.Refused refused -> {
                store.outbox().takeBack(refused.waiting().name()); // who asked has the text
                throw refused.failure();
            }
            case Outcome.Gone gone ->
                    show(
                            id,
                            "taken-back",
                            new Outcome.Sent(
                                    gone.waiting(),
                                    gone.waiting().order().recipients(),
                                    false,
                                    ""));
        }
    }

    private void show(String id, String state, Outcome.Sent sent) {
        boolean went = state.equals("sent");
        List<String> accepted = Outgoing.accepted(sent);
        output.show(
                new Value.Fields()
                        .put("id", sent.waiting().name())
                        .put("state", state)
                        .put("message-id", id)
                        .put("accepted", accepted)
                        .put("refused", went ? sent.refused() : List.of())
                        .put("copied", sent.copied()),
                out ->
                        out.line(
                                SafeText.line(
                                        went
                                                ? "sent "
                                                        + id
                                                        + " to "
                                                        + String.join(", ", accepted)
                                                : state + " " + sent.waiting().name())));
    }
}
