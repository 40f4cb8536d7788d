package dev.jebi.imapserver.command;

/// What STATUS asks of a mailbox.
public enum StatusItem {
    /// RFC 3501 §6.3.10
    MESSAGES("MESSAGES"),
    /// RFC 3501 §6.3.10
    RECENT("RECENT"),
    /// RFC 3501 §6.3.10
    UIDNEXT("UIDNEXT"),
    /// RFC 3501 §6.3.10
    UIDVALIDITY("UIDVALIDITY"),
    /// RFC 3501 §6.3.10
    UNSEEN("UNSEEN"),
    /// RFC 9051 §6.3.11, RFC 9208 §4.1.4
    DELETED("DELETED"),
    /// RFC 9208 §4.1.4
    DELETED_STORAGE("DELETED-STORAGE"),
    /// RFC 8438
    SIZE("SIZE"),
    /// RFC 7162 §3.1.7
    HIGHESTMODSEQ("HIGHESTMODSEQ"),
    /// RFC 7889 §3.2
    APPENDLIMIT("APPENDLIMIT"),
    /// RFC 8474 §4.3
    MAILBOXID("MAILBOXID");

    private final String word;

    StatusItem(String word) {
        this.word = word;
    }

    /// The name on the wire.
    public String word() {
        return word;
    }
}
