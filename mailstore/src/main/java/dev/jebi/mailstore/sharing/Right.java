package dev.jebi.mailstore.sharing;

/// A right on a mailbox (RFC 4314 §2.1).
public enum Right {
    /// It is listed.
    LOOKUP('l'),
    /// It can be selected, and its status asked for.
    READ('r'),
    /// `\Seen` may be changed.
    SEEN('s'),
    /// Flags other than `\Seen` and `\Deleted` may be changed.
    WRITE('w'),
    /// Messages may be put into it.
    INSERT('i'),
    /// Mail may be sent to it; nothing here asks for it (RFC 4314 §2.1: not enforced by IMAP).
    POST('p'),
    /// Mailboxes may be created below it.
    CREATE('k'),
    /// It may be deleted and renamed.
    DELETE('x'),
    /// `\Deleted` may be changed.
    DELETE_MESSAGES('t'),
    /// Messages may be expunged.
    EXPUNGE('e'),
    /// Who has which rights may be seen and changed.
    ADMINISTER('a');

    private final char letter;

    Right(char letter) {
        this.letter = letter;
    }

    /// The letter that IMAP writes.
    public char letter() {
        return letter;
    }

    int bit() {
        return 1 << ordinal();
    }
}
