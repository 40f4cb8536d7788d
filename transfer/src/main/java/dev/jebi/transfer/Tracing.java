package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.Trace;
import dev.jebi.mailstore.TraceEvent;
import dev.jebi.mailstore.TraceStep;
import dev.jebi.smtp.EnhancedStatus;
import dev.jebi.smtp.Reply;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes down what becomes of messages on their way in, in words for people who know no SMTP. Safe
/// for use by several threads; never waits.
final class Tracing {
    /// Recipients that stand in one event: more would not fit.
    private static final int RECIPIENTS = 20;

    private final Trace trace;
    private final InstantSource clock;

    Tracing(Trace trace, InstantSource clock) {
        this.trace = trace;
        this.clock = clock;
    }

    /// An event's facts, of those that there are.
    static final class Facts {
        private final Map<String, String> facts = new HashMap<>();

        Facts with(String name, String value) {
            if (!value.isEmpty()) {
                facts.put(name, value);
            }
            return this;
        }

        Facts with(String name, Optional<String> value) {
            value.ifPresent(text -> with(name, text));
            return this;
        }

        Map<String, String> map() {
            return facts;
        }
    }

    void event(String id, TraceStep step, String sentence, Facts facts) {
        trace.record(new TraceEvent(clock.instant(), id, step, sentence, facts.map()));
    }

    static String sender(ReversePath from) {
        return from.address().map(Address::toString).orElse("");
    }

    private static String who(ClientIdentity client) {
        return client.login()
                .map(login -> login + ", signed in from " + client.literal() + ",")
                .orElseGet(() -> "The server " + client.name() + " " + client.literal());
    }

    private static String crossing(ClientIdentity client) {
        return client.tls()
                .map(tls -> "over an encrypted connection (" + tls.protocol() + ")")
                .orElse("over a connection without encryption");
    }

    private static Facts facts(ClientIdentity client, ReversePath from) {
        return new Facts()
                .with(TraceEvent.SENDER, sender(from))
                .with(TraceEvent.PEER, client.name() + client.literal())
                .with(TraceEvent.ACCOUNT, client.login())
                .with(TraceEvent.TLS, client.tls().map(tls -> tls.protocol()).orElse("none"));
    }

    /// A message was taken: it is ours.
    void received(ClientIdentity client, Envelope envelope, Letter letter) {
        var to = envelope.recipients().stream().map(Recipient::address).toList();
        String sentence =
                who(client)
                        + " handed this message to us "
                        + crossing(client)
                        + ". We took it, and are responsible for it from then on.";
        for (String some : inParts(to)) {
            event(
                    letter.id(),
                    TraceStep.RECEIVED,
                    sentence,
                    facts(client, envelope.reversePath())
                            .with(TraceEvent.RECIPIENT, some)
                            .with(TraceEvent.MESSAGE_ID, letter.head().envelope().messageId())
                            .with("size", Long.toString(letter.content().size())));
        }
    }

    /// The recipients, a few to an event; at least one, though empty.
    private static List<String> inParts(Collection<Address> recipients) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        int count = 0;
        for (Address address : recipients) {
            part.append(part.isEmpty() ? "" : " ").append(address);
            if (++count % RECIPIENTS == 0) {
                parts.add(part.toString());
                part.setLength(0);
            }
        }
        if (!part.isEmpty() || parts.isEmpty()) {
            parts.add(part.toString());
        }
        return parts;
    }

    /// Where copies are from then on.
    void stored(String id, String mailbox, Collection<Address> recipients) {
        for (String some : inParts(recipients)) {
            event(
                    id,
                    TraceStep.STORED,
                    "It was put into the mailbox " + mailbox + ".",
                    new Facts().with(TraceEvent.RECIPIENT, some).with(TraceEvent.MAILBOX, mailbox));
        }
    }

    /// Recipients elsewhere, who are tried from then on.
    void queued(String id, Incoming form, Optional<String> queue) {
        for (Incoming.Relayed one : form.relayed()) {
            event(
                    id,
                    TraceStep.QUEUED,
                    "It waits in the outgoing queue to be sent to " + one.address() + ".",
                    new Facts()
                            .with(TraceEvent.RECIPIENT, one.address().toString())
                            .with(TraceEvent.SENDER, sender(form.reversePath()))
                            .with(TraceEvent.QUEUE, queue));
        }
    }

    /// A recipient of ours does not get it after all.
    void failed(String id, Collection<Address> recipients, String status, String why) {
        var cause = Causes.said("550 " + status + " " + why, EnhancedStatus.parse(status));
        for (String some : inParts(recipients)) {
            event(
                    id,
                    TraceStep.FAILED,
                    "It did not reach this recipient: " + why + ". The sender is told.",
                    new Facts()
                            .with(TraceEvent.RECIPIENT, some)
                            .with(TraceEvent.CAUSE, ours(cause))
                            .with("status", status));
        }
    }

    /// Nobody has it, because everybody threw it away.
    void discarded(String id) {
        event(
                id,
                TraceStep.DISCARDED,
                "The rules of its recipients threw it away; nobody has a copy.",
                new Facts());
    }

    /// A message, a sender or a recipient was refused: it never became ours.
    void refused(
            ClientIdentity client,
            ReversePath from,
            List<String> to,
            String id,
            Reply reply,
            Optional<String> messageId) {
        boolean forNow = reply.transientFailure();
        var status = reply.status().orElseGet(() -> new EnhancedStatus(reply.code() / 100, 0, 0));
        event(
                id,
                TraceStep.REFUSED,
                who(client)
                        + " wanted to hand us "
                        + (to.isEmpty() ? "a message" : "this message")
                        + ", and we did not take it: "
                        + words(reply)
                        + ". "
                        + (forNow
                                ? "It was told to try again later."
                                : "It was told so, and must tell the sender."),
                facts(client, from)
                        .with(TraceEvent.RECIPIENT, String.join(" ", to))
                        .with(TraceEvent.MESSAGE_ID, messageId)
                        .with(TraceEvent.REPLY, reply.text())
                        .with(TraceEvent.CAUSE, ours(Causes.said(reply.text(), status))));
    }

    /// A cause that is on our side.
    private static String ours(Cause cause) {
        return cause.word();
    }

    /// A reply without its codes.
    private static String words(Reply reply) {
        return reply.text().replaceFirst("^\\d{3}[ -](\\d\\.\\d+\\.\\d+ )?", "");
    }
}
