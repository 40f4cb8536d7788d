package dev.jebi.mailstore.change;

/// The counters of a mailbox at one moment.
public record Counters(
        long uidNext, long modSeq, long exists, long unseen, long deleted, long octets) {
    /// Of a mailbox that is new; its mod-sequence is 1, because clients take 0 for a mailbox
    /// without mod-sequences (RFC 7162 §3.1.2.1).
    public static final Counters NEW = new Counters(1, 1, 0, 0, 0, 0);
}
