package dev.jebi.smtp;

/// How a mail transaction ends for one of its recipients.
public sealed interface Transmission {
    /// The peer decided: its reply to the content when it took it, else the reply that refused the
    /// recipient or the transaction.
    record Answered(Reply reply) implements Transmission {}

    /// Nothing was sent, because the peer lacks what the message needs; it will next time, too.
    record Unsendable(EnhancedStatus status, String why) implements Transmission {}

    /// The connection ended, or stopped to be SMTP, before the peer decided.
    ///
    /// @param contentSent whether content was on its way: the peer may have the message all the
    ///   same (RFC 1047)
    record Broken(String why, boolean contentSent) implements Transmission {}
}
