package dev.jebi.mailstore;

/// What a mailbox is for (RFC 6154); the order is the order of their numbers in the store.
public enum SpecialUse {
    /// `\Drafts`
    DRAFTS("\\Drafts", "Drafts"),
    /// `\Sent`
    SENT("\\Sent", "Sent"),
    /// `\Junk`
    JUNK("\\Junk", "Junk"),
    /// `\Trash`
    TRASH("\\Trash", "Trash"),
    /// `\Archive`
    ARCHIVE("\\Archive", "Archive"),
    /// `\All`
    ALL("\\All", "All"),
    /// `\Flagged`
    FLAGGED("\\Flagged", "Flagged");

    private final String attribute;
    private final String mailbox;

    SpecialUse(String attribute, String mailbox) {
        this.attribute = attribute;
        this.mailbox = mailbox;
    }

    /// The attribute as LIST shows it.
    public String attribute() {
        return attribute;
    }

    /// The name of the mailbox that an account is given for it.
    public MailboxName mailbox() {
        return new MailboxName(mailbox);
    }
}
