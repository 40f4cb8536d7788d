package dev.jebi.mailstore;

import java.time.Instant;
import java.util.Map;

/// One thing that became of a message, or was decided about it, and why.
///
/// @param id the number that the message has here, the same at every station: in the Received
///   field, in logs, and with the queue entry
/// @param sentence what happened, for a person who knows no SMTP: one or two whole sentences,
///   without content of the message and without secrets
/// @param facts what programs want to know, under the names that stand here, others at will; more
///   than [#MAX_FACTS], and what is too long, is cut
public record TraceEvent(
        Instant at, String id, TraceStep step, String sentence, Map<String, String> facts) {
    /// The Message-ID, with its angle brackets; found by `jebi trace`.
    public static final String MESSAGE_ID = "message-id";

    /// The reverse-path, empty for a bounce; found by `jebi trace`.
    public static final String SENDER = "sender";

    /// The recipient that the event is about, or all of them with spaces between; found by `jebi
    /// trace`.
    public static final String RECIPIENT = "recipient";

    /// The queue id; found by `jebi trace`.
    public static final String QUEUE = "queue";

    /// The other side: name and address.
    public static final String PEER = "peer";

    /// What the other side, or we, replied, as it was said.
    public static final String REPLY = "reply";

    /// The TLS version and cipher of the connection, or `none`.
    public static final String TLS = "tls";

    /// The account that submitted it or got it, as an address.
    public static final String ACCOUNT = "account";

    /// The mailbox that it went to.
    public static final String MAILBOX = "mailbox";

    /// When the next attempt is due, in ISO 8601.
    public static final String NEXT = "next";

    /// The cause of a refusal, a delay or a failure, in a word of ours, such as `dns-nxdomain`.
    public static final String CAUSE = "cause";

    /// The id of a message that this one led to, or came from.
    public static final String OTHER = "other";

    /// Most facts of one event.
    public static final int MAX_FACTS = 24;

    /// Most chars of a sentence, or of a fact.
    public static final int MAX_CHARS = 2_000;

    public TraceEvent {
        facts = Map.copyOf(facts);
    }
}
